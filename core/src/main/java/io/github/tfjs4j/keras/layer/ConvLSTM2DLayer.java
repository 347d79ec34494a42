package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;

/// A [ConvLSTM2DCellLayer] along time.
public final class ConvLSTM2DLayer implements Layer {
  private static final ConvLSTM2DCellLayer CELL = new ConvLSTM2DCellLayer();

  @Override
  public String className() {
    return "ConvLSTM2D";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.orMore().floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    return Recurrence.of(call, CELL, call);
  }

  @Override
  public boolean dependsOnSemantics(Config config) {
    return CELL.dependsOnSemantics(config);
  }
}
