package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;

/// Adds noise while training; nothing at inference.
public final class GaussianNoiseLayer implements Layer {
  @Override
  public String className() {
    return "GaussianNoise";
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
