package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;

/// A [LSTMCell] along time.
public final class LSTM implements Layer {
  private static final LSTMCell CELL = new LSTMCell();

  @Override
  public String className() {
    return "LSTM";
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
