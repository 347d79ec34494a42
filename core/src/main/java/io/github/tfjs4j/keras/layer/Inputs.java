package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.keras.Semantics;

/// What layers have in common to say of their inputs, beside [io.github.tfjs4j.keras.InputSpec],
/// and of their masks.
final class Inputs {
  private Inputs() {}

  /// `x` itself.
  ///
  /// @throws ShapeException unless `x` has `rank` axes
  static Value ofRank(Value x, int rank) {
    if (!x.shape().hasRank() || x.shape().rank() != rank) {
      throw new ShapeException("takes an input of rank " + rank + ", found " + x.type());
    }
    return x;
  }

  /// The non-negative form of `axis` of `x`, which the layer's option `key` names.
  static int axis(LayerCall call, String key, int axis, Value x) {
    int rank = x.shape().rank();
    if (axis < -rank || axis >= rank) {
      throw call.config().wrong(key, "an axis of " + x.type());
    }
    return axis < 0 ? axis + rank : axis;
  }

  /// The layer's input as its result: what a layer that draws random numbers while training is at
  /// inference.
  static Lowered identity(LayerCall call) {
    if (call.isTraining()) {
      throw new UnsupportedModelException(
          "it draws random numbers while training, for which there is no op");
    }
    return call.keepingMask(call.input());
  }

  /// A result that hands on the mask in Keras; TF.js forgot to let this layer do so.
  static Lowered keepingMaskInKeras(LayerCall call, Value y) {
    return call.semantics() == Semantics.TFJS ? Lowered.unmasked(y) : call.keepingMask(y);
  }
}
