package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;

/// Surrounds an image with zeros.
public final class ZeroPadding2DLayer implements Layer {
  @Override
  public String className() {
    return "ZeroPadding2D";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRank(4);
  }

  @Override
  public Lowered lower(LayerCall call) {
    Value x = call.input();
    int[] cells = Borders.of(call.config(), "padding");
    int h = DataFormat.of(call.config()).firstSpatialAxis();
    int[][] paddings = new int[4][2];
    for (int i = 0; i < 2; i++) {
      paddings[h + i] = new int[] {cells[2 * i], cells[2 * i + 1]};
    }
    return Lowered.unmasked(call.tf().pad(x, paddings));
  }
}
