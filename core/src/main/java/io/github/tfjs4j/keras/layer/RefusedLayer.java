package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;

/// A layer of Keras that no ops of TF.js compute.
public final class RefusedLayer implements Layer {
  private final String className;
  private final String why;

  /// @param why and the way out
  public RefusedLayer(String className, String why) {
    this.className = className;
    this.why = why;
  }

  @Override
  public String className() {
    return className;
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.orMore();
  }

  @Override
  public Lowered lower(LayerCall call) {
    throw new UnsupportedModelException(why);
  }
}
