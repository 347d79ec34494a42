package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;

/// Multiplies by noise while training; nothing at inference.
public final class GaussianDropoutLayer implements Layer {
  @Override
  public String className() {
    return "GaussianDropout";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE;
  }

  @Override
  public Lowered lower(LayerCall call) {
    return Inputs.identity(call);
  }
}
