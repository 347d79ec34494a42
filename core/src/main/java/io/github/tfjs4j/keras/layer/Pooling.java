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
    Config config = call.config();
    List<Integer> size = ConvolutionOptions.positives(config, "pool_size", rank, 2);
    List<Integer> strides =
        config.has("strides") ? ConvolutionOptions.positives(config, "strides", rank, 1) : size;
    Padding padding =
        switch (config.s("padding", "valid")) {
          case "valid" -> Padding.VALID;
          case "same" -> Padding.SAME;
          default -> throw config.wrong("padding", "valid or same");
        };
    return lower(call, f, size, strides, padding);
  }

  /// @param size of the window, a number for each axis of space
  static Lowered lower(
      LayerCall call, Pool.F f, List<Integer> size, List<Integer> strides, Padding padding) {
    Tf tf = call.tf();
    Value x = call.input();
    return Lowered.unmasked(
        ChannelByChannel.apply(
            tf,
            DataFormat.of(call.config()),
            x,
            v ->
                switch (size.size()) {
                  case 1 -> pool1D(tf, v, f, size, strides, padding);
                  case 2 -> pool2D(tf, v, f, size, strides, padding);
                  // A window of negative numbers alone makes 0 of MaxPool3D on TF.js' wasm backend,
                  // in its LayersModels too.
                  default -> pool3D(call, v, f, size, strides, padding);
                }));
  }

  /// As an image that is one pixel high.
  private static Value pool1D(
      Tf tf, Value x, Pool.F f, List<Integer> size, List<Integer> strides, Padding padding) {
    Pool pool = new Pool(f, 1, size.get(0), 1, strides.get(0), padding);
    return tf.squeeze(tf.op(pool, tf.expandDims(x, 1)), 1);
  }

  private static Value pool2D(
      Tf tf, Value x, Pool.F f, List<Integer> size, List<Integer> strides, Padding padding) {
    return tf.op(new Pool(f, size.get(0), size.get(1), strides.get(0), strides.get(1), padding), x);
  }

  private static Value pool3D(
      LayerCall call,
      Value x,
      Pool.F f,
      List<Integer> size,
      List<Integer> strides,
      Padding padding) {
    return Conv3DLayer.volume(
        call,
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
  }
}
