package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;

/// A layer that hands on what it is called on: `Identity`, or one that only adds to the loss.
public final class IdentityLayer implements Layer {
  private final String className;

  public IdentityLayer(String className) {
    this.className = className;
  }

  @Override
  public String className() {
    return className;
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE;
  }

  @Override
  public Lowered lower(LayerCall call) {
    return call.keepingMask(call.input());
  }
}
