package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Padding;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.ZerosLike;
import io.github.tfjs4j.tensor.Shape;
import java.util.List;

/// An LSTM of sequences (`ConvLSTM1DCell`), images or volumes: its products are convolutions, that
/// of the input with the strides, padding and dilations of the config, that of the state with none
/// and padded to the same size.
public final class ConvLSTMCellLayer implements Cell {
  private final int space;

  /// @param space how many axes of space there are
  public ConvLSTMCellLayer(int space) {
    this.space = space;
  }

  @Override
  public String className() {
    return "ConvLSTM" + space + "DCell";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.exactly(3).ofRank(space + 2).floats();
  }

  @Override
  public int rank() {
    return space + 3;
  }

  @Override
  public List<State> states(LayerCall call) {
    int filters = call.config().positive("filters");
    Shape image = Shape.ofRank(space);
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
    for (int axis = 0; axis < space; axis++) {
      sample = sample.with(first - 1 + axis, length(options, axis, x));
    }
    return sample;
  }

  /// The length of the states along an axis of space.
  private int length(ConvolutionOptions options, int axis, Value x) {
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
    int[] size = new int[space + 2];
    for (int i = 0; i < space; i++) {
      size[i] = options.kernel().get(i);
    }
    size[space] = image.shape().dim(space + 1);
    size[space + 1] = filters;
    Value kernel = tf.slice(kernel(call, options, image), new int[space + 2], size);
    Value like = convolved(call, options, image, kernel);
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
    int gates = LSTMCellLayer.gates(filters);
    Value recurrent = call.weight("recurrent_kernel", kernelShape(options, filters, gates));
    ConvolutionOptions same = options.asSame();
    Value z =
        tf.add(
            Bias.add(call, convolved(call, options, x, kernel(call, options, x)), gates),
            convolved(call, same, h, recurrent));
    Lowered next = LSTMCellLayer.next(call, z, format.toLast(tf, call.inputs().get(2)));
    return Lowered.unmasked(next.values().stream().map(v -> format.fromLast(tf, v)).toList());
  }

  private Value kernel(LayerCall call, ConvolutionOptions options, Value x) {
    int gates = LSTMCellLayer.gates(call.config().positive("filters"));
    return call.weight("kernel", kernelShape(options, x.shape().dim(space + 1), gates));
  }

  private int[] kernelShape(ConvolutionOptions options, int in, int out) {
    int[] shape = new int[space + 2];
    for (int i = 0; i < space; i++) {
      shape[i] = options.kernel().get(i);
    }
    shape[space] = in;
    shape[space + 1] = out;
    return shape;
  }

  private Value convolved(LayerCall call, ConvolutionOptions options, Value x, Value kernel) {
    Tf tf = call.tf();
    return switch (space) {
      case 1 ->
          tf.squeeze(
              tf.conv2d(tf.expandDims(x, 1), tf.expandDims(kernel, 0), options.asImage().window()),
              1);
      case 2 -> tf.conv2d(x, kernel, options.window());
      default -> Conv3DLayer.convolved(call, options, x, kernel);
    };
  }

  private ConvolutionOptions options(LayerCall call) {
    ConvolutionOptions options = ConvolutionOptions.of(call, space).requireStridesOrDilations(call);
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
