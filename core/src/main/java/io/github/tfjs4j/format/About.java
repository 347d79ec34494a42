package io.github.tfjs4j.format;

import io.github.tfjs4j.tree.Tree;
import java.util.Optional;

/// Who made a model, and what they said of it.
///
/// @param generatedBy the program that made it
/// @param convertedBy the program that brought it into the format in which it was read
/// @param metadata what the maker added, by key; [Tree#MISSING] where nothing
public record About(Optional<String> generatedBy, Optional<String> convertedBy, Tree metadata) {
  public static final About NOTHING = new About(Optional.empty(), Optional.empty(), Tree.MISSING);

  public About withGeneratedBy(String program) {
    return new About(Optional.of(program), convertedBy, metadata);
  }

  public About withMetadata(Tree other) {
    return new About(generatedBy, convertedBy, other);
  }
}
