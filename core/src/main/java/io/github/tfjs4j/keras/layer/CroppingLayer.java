package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;

/// Cuts cells off both ends of the axes of sequences (`Cropping1D`), images or volumes.
public final class CroppingLayer implements Layer {
  private final int rank;

  /// @param rank how many axes of space there are
  public CroppingLayer(int rank) {
    this.rank = rank;
  }

  @Override
  public String className() {
    return "Cropping" + rank + "D";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRank(rank + 2);
  }

  @Override
  public Lowered lower(LayerCall call) {
    Value x = call.input();
    int[][] borders = Borders.of(call.config(), "cropping", rank);
    int first = DataFormat.of(call.config()).firstSpatialAxis();
    int[] front = new int[rank + 2];
    int[] behind = new int[rank + 2];
    for (int i = 0; i < rank; i++) {
      front[first + i] = borders[i][0];
      behind[first + i] = borders[i][1];
      int length = x.shape().dim(first + i);
      if (x.shape().isKnown(first + i) && (long) borders[i][0] + borders[i][1] >= length) {
        throw call.config().wrong("cropping", "less than the input " + x.type());
      }
    }
    return Lowered.unmasked(Cropped.of(call.tf(), x, front, behind));
  }
}
