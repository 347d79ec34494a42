package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import java.util.List;

/// `x * gamma`, channel by channel: a layer of Keras' ConvNeXt models.
public final class LayerScaleLayer implements Layer {
  @Override
  public String className() {
    return "LayerScale";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    // Keras 3 gave it no name.
    String name =
        List.of("gamma", "variable", "Variable").stream()
            .filter(call::hasWeight)
            .findFirst()
            .orElse("gamma");
    Value gamma = call.weight(name, call.config().positive("projection_dim"));
    return call.keepingMask(call.tf().mul(call.input(), gamma));
  }
}
