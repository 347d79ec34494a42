package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;

/// An activation function as a layer.
public final class ActivationLayer implements Layer {
  @Override
  public String className() {
    return "Activation";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE;
  }

  @Override
  public Lowered lower(LayerCall call) {
    return call.keepingMask(Activations.apply(call, call.input()));
  }

  @Override
  public boolean dependsOnSemantics(Config config) {
    return Activations.dependsOnSemantics(config);
  }
}
