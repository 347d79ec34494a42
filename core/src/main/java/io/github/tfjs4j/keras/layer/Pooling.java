package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Padding;
import io.github.tfjs4j.op.Pool;
import io.github.tfjs4j.op.Pool3D;
import io.github.tfjs4j.op.Tf;
import java.util.List;

/// What the pooling layers of 1, 2 and 3 axes of space share.
final class Pooling {
  private Pooling() {}

  static Lowered lower(LayerCall call, Pool.F f, int rank) {
    Tf tf = call.tf();
    Config config = call.config();
    List<Integer> size = ConvolutionOptions.ints(config, "pool_size", rank, 2);
    List<Integer> strides =
        config.has("strides") ? ConvolutionOptions.ints(config, "strides", rank, 1) : size;
    Padding padding =
        switch (config.s("padding", "valid")) {
          case "valid" -> Padding.VALID;
          case "same" -> Padding.SAME;
          default -> throw config.wrong("padding", "valid or same");
        };
    DataFormat format = DataFormat.of(config);
    Value x = format.toLast(tf, Inputs.floats(call, rank + 2));
    Value y =
        switch (rank) {
          // An image that is one pixel high.
          case 1 ->
              tf.squeeze(
                  tf.op(
                      new Pool(f, 1, size.get(0), 1, strides.get(0), padding),
                      tf.expandDims(x, 1)),
                  1);
          case 2 ->
              tf.op(
                  new Pool(
                      f, size.get(0), size.get(1), strides.get(0), strides.get(1), padding),
                  x);
          default ->
              tf.op(
                  new Pool3D(
                      f,
                      size.get(0),
                      size.get(1),
                      size.get(2),
                      strides.get(0),
                      strides.get(1),
                      strides.get(2),
                      padding),
                  x);
        };
    return Lowered.unmasked(format.fromLast(tf, y));
  }
}
