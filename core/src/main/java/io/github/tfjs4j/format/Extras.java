package io.github.tfjs4j.format;

import io.github.tfjs4j.tree.Tree;

/// What a format has read and nobody else understands, kept so that it can be written back
/// unchanged.
///
/// @param owner in whose words it is: formats of one family share them
/// @param tree the words
public record Extras(String owner, Tree tree) {
  public static final Extras NONE = new Extras("", Tree.EMPTY_OBJECT);

  /// The words of `who`; an empty object where these are another's.
  public Tree of(String who) {
    return owner.equals(who) ? tree : Tree.EMPTY_OBJECT;
  }
}
