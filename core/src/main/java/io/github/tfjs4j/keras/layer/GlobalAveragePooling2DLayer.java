package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Reduce;

/// The mean of all pixels of an image, a channel each.
public final class GlobalAveragePooling2DLayer implements Layer {
  @Override
  public String className() {
    return "GlobalAveragePooling2D";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRank(4).floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    return Lowered.unmasked(GlobalPooling.reduce(call, Reduce.F.MEAN, 2));
  }
}
