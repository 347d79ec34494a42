package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;

/// Repeats vectors `[batch, features]` to sequences `[batch, n, features]`.
public final class RepeatVectorLayer implements Layer {
  @Override
  public String className() {
    return "RepeatVector";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRank(2);
  }

  @Override
  public Lowered lower(LayerCall call) {
    Value x = call.input();
    int n = call.config().positive("n");
    return Lowered.unmasked(call.tf().tile(call.tf().expandDims(x, 1), 1, n, 1));
  }
}
