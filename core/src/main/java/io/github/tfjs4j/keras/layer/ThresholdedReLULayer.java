package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;

/// `x` above `theta`, 0 elsewhere.
public final class ThresholdedReLULayer implements Layer {
  @Override
  public String className() {
    return "ThresholdedReLU";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    Value x = call.input();
    Value y = ReLULayer.above(call.tf(), x, call.config().d("theta", 1));
    return Inputs.keepingMaskInKeras(call, y);
  }
}
