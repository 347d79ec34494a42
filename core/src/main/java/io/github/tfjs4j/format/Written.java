package io.github.tfjs4j.format;

import java.util.List;

/// What a write left behind.
///
/// @param weightBytes of all weight files together
/// @param weightFiles how many there are
/// @param warnings what a user should know, each a sentence
public record Written(long weightBytes, int weightFiles, List<String> warnings) {
  public Written {
    warnings = List.copyOf(warnings);
  }
}
