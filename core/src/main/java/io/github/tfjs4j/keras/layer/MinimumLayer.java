package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Tf;

/// The least of all inputs, element by element.
public final class MinimumLayer implements Layer {
  @Override
  public String className() {
    return "Minimum";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.exactly(2).orMore().ofRankAtLeast(0);
  }

  @Override
  public Lowered lower(LayerCall call) {
    Tf tf = call.tf();
    return Merging.elements(call, tf::minimum);
  }
}
