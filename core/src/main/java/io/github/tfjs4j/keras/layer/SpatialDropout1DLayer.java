package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;

/// Drops whole channels while training; nothing at inference.
public final class SpatialDropout1DLayer implements Layer {
  @Override
  public String className() {
    return "SpatialDropout1D";
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
