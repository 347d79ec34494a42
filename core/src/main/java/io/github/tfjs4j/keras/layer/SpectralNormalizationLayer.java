package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;

/// The layer in its config, whose kernel training has brought to a spectral norm of 1: at inference
/// it is that layer.
public final class SpectralNormalizationLayer implements Layer {
  @Override
  public String className() {
    return "SpectralNormalization";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE;
  }

  @Override
  public Lowered lower(LayerCall call) {
    if (call.isTraining()) {
      throw new UnsupportedModelException("it changes the kernel of its layer while training");
    }
    call.passOver("vector_u");
    return call.lower(call.config().get("layer"), call.scope(), call.inputs(), call.masks());
  }
}
