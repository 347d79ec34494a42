package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Tf;
import java.util.ArrayList;
import java.util.List;

/// Repeats each step of a sequence (`UpSampling1D`) or each cell of a volume (`UpSampling3D`) along
/// its axes, `size` times.
public final class UpSamplingLayer implements Layer {
  private final int rank;

  /// @param rank how many axes of space there are
  public UpSamplingLayer(int rank) {
    this.rank = rank;
  }

  @Override
  public String className() {
    return "UpSampling" + rank + "D";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRank(rank + 2);
  }

  @Override
  public Lowered lower(LayerCall call) {
    int[] by = call.config().positives("size", rank, 2);
    return Lowered.unmasked(
        ChannelByChannel.apply(
            call.tf(), DataFormat.of(call.config()), call.input(), x -> repeated(call, x, by)));
  }

  /// Axes of TF.js' `tile` are few, so each is repeated among as few others as can be.
  private Value repeated(LayerCall call, Value x, int[] by) {
    Tf tf = call.tf();
    Value y = x;
    for (int axis = 1; axis <= rank; axis++) {
      if (by[axis - 1] == 1) {
        continue;
      }
      List<Length> apart =
          List.of(
              Length.product(y, 0, axis + 1), Length.of(1), Length.product(y, axis + 1, rank + 2));
      Value tiled = tf.tile(Length.reshape(tf, y, apart), 1, by[axis - 1], 1);
      List<Length> shape = new ArrayList<>();
      for (int i = 0; i < rank + 2; i++) {
        Length length = Length.of(y, i);
        shape.add(i == axis ? length.times(Length.of(by[axis - 1])) : length);
      }
      y = Length.reshape(tf, tiled, shape);
    }
    return y;
  }
}
