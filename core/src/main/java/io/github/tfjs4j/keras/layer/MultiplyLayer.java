package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Tf;

/// The product of all inputs.
public final class MultiplyLayer implements Layer {
  @Override
  public String className() {
    return "Multiply";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.exactly(2).orMore().ofRankAtLeast(0);
  }

  @Override
  public Lowered lower(LayerCall call) {
    Tf tf = call.tf();
    return Merging.elements(call, tf::mul);
  }
}
