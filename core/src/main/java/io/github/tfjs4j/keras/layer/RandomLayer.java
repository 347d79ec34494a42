package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;

/// A layer that changes its input at random while training, and not at all at inference, such as
/// `RandomFlip`.
public final class RandomLayer implements Layer {
  private final String className;
  private final InputSpec inputSpec;

  private RandomLayer(String className, InputSpec inputSpec) {
    this.className = className;
    this.inputSpec = inputSpec;
  }

  public static RandomLayer of(String className) {
    return new RandomLayer(className, InputSpec.ONE);
  }

  /// A layer of images, which come out as floats.
  public static RandomLayer ofImages(String className) {
    return new RandomLayer(className, InputSpec.ONE.floats());
  }

  @Override
  public String className() {
    return className;
  }

  @Override
  public InputSpec inputSpec() {
    return inputSpec;
  }

  @Override
  public Lowered lower(LayerCall call) {
    return Inputs.identity(call);
  }
}
