package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Pool;

/// The greatest of the cells of a volume in a window.
public final class MaxPooling3DLayer implements Layer {
  @Override
  public String className() {
    return "MaxPooling3D";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRank(5).floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    return Pooling.lower(call, Pool.F.MAX, 3);
  }
}
