package io.github.tfjs4j.keras;

import io.github.tfjs4j.graph.Value;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// What a layer's call became.
///
/// @param values the results, at least as many as the call's users need
/// @param masks the Keras mask of each result (bool, one element a time step), where it has one
public record Lowered(List<Value> values, List<Optional<Value>> masks) {
  /// A result that drops any mask.
  public static Lowered unmasked(Value value) {
    return new Lowered(List.of(value), List.of(Optional.empty()));
  }

  /// A result with a mask, or none.
  public static Lowered of(Value value, Optional<Value> mask) {
    return new Lowered(List.of(value), List.of(mask));
  }

  public static Lowered unmasked(List<Value> values) {
    return new Lowered(values, Collections.nCopies(values.size(), Optional.empty()));
  }
}
