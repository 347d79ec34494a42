package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Pool;

/// The greatest of the pixels of an image in a window.
public final class MaxPooling2DLayer implements Layer {
  @Override
  public String className() {
    return "MaxPooling2D";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRank(4).floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    return Pooling.lower(call, Pool.F.MAX, 2);
  }
}
