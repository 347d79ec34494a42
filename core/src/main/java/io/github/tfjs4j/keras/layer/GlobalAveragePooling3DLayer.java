package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Reduce;

/// The mean of all cells of a volume, a channel each.
public final class GlobalAveragePooling3DLayer implements Layer {
  @Override
  public String className() {
    return "GlobalAveragePooling3D";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRank(5).floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    return Lowered.unmasked(GlobalPooling.reduce(call, Reduce.F.MEAN, 3));
  }
}
