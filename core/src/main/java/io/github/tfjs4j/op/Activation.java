package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Op;
import java.util.OptionalDouble;

/// A function of the elements of input 0 that TF.js may compute inside of a product: see [Fused].
public interface Activation extends Op {
  /// Whether TF.js does, under this op's name.
  default boolean fuses() {
    return true;
  }

  /// The slope where it is an attribute, which goes by another name in the product.
  default OptionalDouble slope() {
    return OptionalDouble.empty();
  }

  /// Whether the slope is an input, the last one of the product.
  default boolean takesSlope() {
    return false;
  }
}
