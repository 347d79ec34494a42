package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Bound;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.tensor.Tensor;

/// How many of the sorted `bin_boundaries` are not above each number, as it is or encoded as
/// [CategoryEncodingLayer] does.
public final class DiscretizationLayer implements Layer {
  @Override
  public String className() {
    return "Discretization";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    Tf tf = call.tf();
    if (!call.config().has("bin_boundaries")) {
      throw new UnsupportedModelException(
          "its bin_boundaries were adapted to data and are not in its config; give them to the"
              + " layer before the model is saved");
    }
    Tensor boundaries = Numbers.floats(call.config(), "bin_boundaries");
    if (boundaries.shape().rank() != 1) {
      throw call.config().wrong("bin_boundaries", "a list of numbers");
    }
    int n = boundaries.size();
    Value x = call.input();
    Value sorted = tf.reshape(tf.constant(boundaries), 1, n);
    Value bins = tf.op(new Bound(Bound.F.UPPER), sorted, tf.reshape(x, 1, -1));
    Value y = tf.reshape(bins, tf.shapeOf(x));
    String mode = call.config().s("output_mode", "int");
    return Lowered.unmasked(CategoryEncodingLayer.encoded(call, y, Math.addExact(n, 1), mode));
  }
}
