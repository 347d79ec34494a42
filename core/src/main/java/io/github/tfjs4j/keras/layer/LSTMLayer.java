package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;

/// A [LSTMCellLayer] along time.
public final class LSTMLayer implements Layer {
  private static final LSTMCellLayer CELL = new LSTMCellLayer();

  @Override
  public String className() {
    return "LSTM";
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
