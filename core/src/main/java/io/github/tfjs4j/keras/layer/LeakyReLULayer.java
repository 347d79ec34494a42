package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;

/// `x` above zero, `alpha x` below. Keras 3 calls alpha `negative_slope`.
public final class LeakyReLULayer implements Layer {
  @Override
  public String className() {
    return "LeakyReLU";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    Config config = call.config();
    double alpha = config.d(config.has("negative_slope") ? "negative_slope" : "alpha", 0.3);
    Value y = call.tf().leakyRelu(call.input(), alpha);
    return Inputs.keepingMaskInKeras(call, y);
  }
}
