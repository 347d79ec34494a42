package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Padding;
import io.github.tfjs4j.op.Pool;
import io.github.tfjs4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// Pools to `output_size` cells, whatever the input's size is: `AdaptiveMaxPooling2D` and its kin.
/// Only where each cell is made of as many as the others.
public final class AdaptivePoolingLayer implements Layer {
  private final Pool.F f;
  private final int rank;

  /// @param rank how many axes of space there are
  public AdaptivePoolingLayer(Pool.F f, int rank) {
    this.f = f;
    this.rank = rank;
  }

  @Override
  public String className() {
    return "Adaptive" + (f == Pool.F.MAX ? "Max" : "Average") + "Pooling" + rank + "D";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRank(rank + 2).floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    int[] out = call.config().positives("output_size", rank, 1);
    int first = DataFormat.of(call.config()).firstSpatialAxis();
    List<Integer> size = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      int in = call.input().shape().dim(first + i);
      if (in == Shape.UNKNOWN_DIM || in % out[i] != 0) {
        throw call.config().wrong("output_size", "a divisor of the size of " + call.input().type());
      }
      size.add(in / out[i]);
    }
    return Pooling.lower(call, f, size, size, Padding.VALID);
  }
}
