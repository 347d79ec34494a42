package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;

/// Surrounds sequences (`ZeroPadding1D`), images or volumes with zeros.
public final class ZeroPaddingLayer implements Layer {
  private final int rank;

  /// @param rank how many axes of space there are
  public ZeroPaddingLayer(int rank) {
    this.rank = rank;
  }

  @Override
  public String className() {
    return "ZeroPadding" + rank + "D";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRank(rank + 2);
  }

  @Override
  public Lowered lower(LayerCall call) {
    int[][] borders = Borders.of(call.config(), "padding", rank);
    int first = DataFormat.of(call.config()).firstSpatialAxis();
    int[][] paddings = new int[rank + 2][2];
    System.arraycopy(borders, 0, paddings, first, rank);
    return Lowered.unmasked(call.tf().pad(call.input(), paddings));
  }
}
