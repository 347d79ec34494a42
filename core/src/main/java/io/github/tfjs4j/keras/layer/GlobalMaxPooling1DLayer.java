package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Reduce;

/// The greatest of all steps, a channel each.
public final class GlobalMaxPooling1DLayer implements Layer {
  @Override
  public String className() {
    return "GlobalMaxPooling1D";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRank(3).floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    return Lowered.unmasked(GlobalPooling.reduce(call, Reduce.F.MAX, 1));
  }
}
