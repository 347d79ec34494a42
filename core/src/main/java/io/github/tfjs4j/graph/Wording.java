package io.github.tfjs4j.graph;

import io.github.tfjs4j.tree.Tree;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How a file says what a node is: what its op does not know, such as defaults that are written
/// out, and comes back word for word where the node is still the same.
///
/// @param op the name of the op there, maybe one of its aliases
/// @param attributes in the order of the file; empty for those that the op itself would write
/// @param extras what else is said of the node, such as its device; an empty object for nothing
public record Wording(String op, Optional<Map<String, AttrValue>> attributes, Tree extras) {
  public Wording {
    attributes = attributes.map(a -> Collections.unmodifiableMap(new LinkedHashMap<>(a)));
  }

  /// No more than a name.
  public static Wording of(String op) {
    return new Wording(op, Optional.empty(), Tree.EMPTY_OBJECT);
  }
}
