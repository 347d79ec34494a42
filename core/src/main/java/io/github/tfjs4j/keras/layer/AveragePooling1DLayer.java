package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Pool;

/// The mean of the steps in a window. Cells of padding do not count.
public final class AveragePooling1DLayer implements Layer {
  @Override
  public String className() {
    return "AveragePooling1D";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRank(3).floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    return Pooling.lower(call, Pool.F.AVG, 1);
  }
}
