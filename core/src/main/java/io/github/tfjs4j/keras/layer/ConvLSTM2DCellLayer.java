package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Padding;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.Window2D;
import io.github.tfjs4j.op.ZerosLike;
import io.github.tfjs4j.tensor.Shape;
import java.util.List;

/// An LSTM of images: its products are convolutions, that of the input with the strides, padding
/// and dilations of the config, that of the state with none and padded to the same size.
public final class ConvLSTM2DCellLayer implements Cell {
  @Override
  public String className() {
    return "ConvLSTM2DCell";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.exactly(3).ofRank(4).floats();
  }

  @Override
  public int rank() {
    return 5;
  }

  @Override
  public List<State> states(LayerCall call) {
    int filters = call.config().positive("filters");
    Shape image = Shape.ofRank(2);
    Shape sample =
        options(call).format().isFirst()
            ? Shape.of(filters).concat(image)
            : image.concat(Shape.of(filters));
    return List.of(new State("h", sample), new State("c", sample));
  }

  @Override
  public Shape sample(LayerCall call, State state, Value x) {
    ConvolutionOptions options = options(call);
    int first = options.format().firstSpatialAxis();
    Shape sample = state.sample();
    for (int axis = 0; axis < 2; axis++) {
      sample = sample.with(first - 1 + axis, length(options, axis, x));
    }
    return sample;
  }

  /// The length of the states along an axis of space.
  private static int length(ConvolutionOptions options, int axis, Value x) {
    int in = x.shape().dim(1 + options.format().firstSpatialAxis() + axis);
    if (in == Shape.UNKNOWN_DIM) {
      return in;
    }
    int from = options.padding() == Padding.SAME ? in : in - options.spans().get(axis) + 1;
    return Math.ceilDiv(from, options.strides().get(axis));
  }

  /// Of images of unknown size the zeros are those of a convolved one.
  @Override
  public Value zeros(LayerCall call, State state, Value x) {
    if (sample(call, state, x).isFullyDefined()) {
      return Cell.super.zeros(call, state, x);
    }
    Tf tf = call.tf();
    ConvolutionOptions options = options(call);
    Value first =
        tf.stridedSlice(x, new int[] {0, 0}, new int[] {0, 1}, new int[] {1, 1}, 1, 1, 0, 0, 2);
    Value image = options.format().toLast(tf, first);
    int filters = call.config().positive("filters");
    int[] size = {options.kernel().get(0), options.kernel().get(1), image.shape().dim(3), filters};
    Value kernel = tf.slice(kernel(call, options, image), new int[4], size);
    Value like = tf.conv2d(image, kernel, options.window());
    return options.format().fromLast(tf, tf.op(new ZerosLike(), like));
  }

  @Override
  public Lowered lower(LayerCall call) {
    Tf tf = call.tf();
    ConvolutionOptions options = options(call);
    DataFormat format = options.format();
    int filters = call.config().positive("filters");
    Value x = format.toLast(tf, call.inputs().get(0));
    Value h = format.toLast(tf, call.inputs().get(1));
    Value recurrent =
        call.weight(
            "recurrent_kernel",
            options.kernel().get(0),
            options.kernel().get(1),
            filters,
            LSTMCellLayer.gates(filters));
    Value z =
        tf.add(
            Bias.add(
                call,
                tf.conv2d(x, kernel(call, options, x), options.window()),
                LSTMCellLayer.gates(filters)),
            tf.conv2d(h, recurrent, Window2D.same()));
    Lowered next = LSTMCellLayer.next(call, z, format.toLast(tf, call.inputs().get(2)));
    return Lowered.unmasked(next.values().stream().map(v -> format.fromLast(tf, v)).toList());
  }

  private static Value kernel(LayerCall call, ConvolutionOptions options, Value x) {
    return call.weight(
        "kernel",
        options.kernel().get(0),
        options.kernel().get(1),
        x.shape().dim(3),
        LSTMCellLayer.gates(call.config().positive("filters")));
  }

  private static ConvolutionOptions options(LayerCall call) {
    ConvolutionOptions options = ConvolutionOptions.of(call, 2).requireStridesOrDilations(call);
    if (options.format().isFirst() && Gates.onLastAxis(call.config())) {
      throw new UnsupportedModelException(
          "data_format channels_first with an activation over the last axis cannot be"
              + " converted; use channels_last");
    }
    return options;
  }

  @Override
  public boolean dependsOnSemantics(Config config) {
    return Gates.dependsOnSemantics(config);
  }
}
