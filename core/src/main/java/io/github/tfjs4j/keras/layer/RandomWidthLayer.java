package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;

/// Stretches images by a random factor while training; nothing at inference. (TF.js stretches
/// always, which no two runs agree on.)
public final class RandomWidthLayer implements Layer {
  @Override
  public String className() {
    return "RandomWidth";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE;
  }

  @Override
  public Lowered lower(LayerCall call) {
    return Lowered.unmasked(call.input());
  }
}
