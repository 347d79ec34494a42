package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.LayerCall;

/// The bias that ends a dense or a convolution layer.
final class Bias {
  private Bias() {}

  /// `y`, of `n` channels on the last axis, with the layer's `bias` added, or `y` itself where
  /// `use_bias` is false.
  static Value add(LayerCall call, Value y, int n) {
    return call.config().b("use_bias", true) ? call.tf().biasAdd(y, call.weight("bias", n)) : y;
  }
}
