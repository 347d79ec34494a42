package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;

/// A [ConvLSTMCellLayer] along time.
public final class ConvLSTMLayer implements Layer {
  private final ConvLSTMCellLayer cell;

  /// @param space how many axes of space there are
  public ConvLSTMLayer(int space) {
    this.cell = new ConvLSTMCellLayer(space);
  }

  @Override
  public String className() {
    return cell.className().replace("Cell", "");
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.orMore().floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    return Recurrence.of(call, cell, call);
  }

  @Override
  public boolean dependsOnSemantics(Config config) {
    return cell.dependsOnSemantics(config);
  }
}
