package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;

/// Cuts rows and columns off an image.
public final class Cropping2DLayer implements Layer {
  @Override
  public String className() {
    return "Cropping2D";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRank(4);
  }

  @Override
  public Lowered lower(LayerCall call) {
    Value x = call.input();
    int[] cells = Borders.of(call.config(), "cropping");
    int h = DataFormat.of(call.config()).firstSpatialAxis();
    int[] front = new int[4];
    int[] behind = new int[4];
    for (int i = 0; i < 2; i++) {
      front[h + i] = cells[2 * i];
      behind[h + i] = cells[2 * i + 1];
      int length = x.shape().dim(h + i);
      if (x.shape().isKnown(h + i) && (long) front[h + i] + behind[h + i] >= length) {
        throw call.config().wrong("cropping", "less than the image " + x.type());
      }
    }
    return Lowered.unmasked(Cropped.of(call.tf(), x, front, behind));
  }
}
