package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Tf;

/// The sum of all inputs.
public final class AddLayer implements Layer {
  @Override
  public String className() {
    return "Add";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.exactly(2).orMore().ofRankAtLeast(0);
  }

  @Override
  public Lowered lower(LayerCall call) {
    Tf tf = call.tf();
    return Merging.elements(call, tf::add);
  }
}
