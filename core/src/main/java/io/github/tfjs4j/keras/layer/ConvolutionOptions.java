package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.op.Padding;
import io.github.tfjs4j.op.Window2D;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// What all convolution layers read from their config, each list with one number an axis of space.
///
/// @param padding `SAME` or `VALID`; `causal` is `VALID` with `causal` set
/// @param causal whether everything that is padded lies in front (1-D only)
/// @param groups how many parts of the channels are convolved apart; TF.js knows none
record ConvolutionOptions(
    List<Integer> kernel,
    List<Integer> strides,
    List<Integer> dilations,
    Padding padding,
    boolean causal,
    DataFormat format,
    int groups) {
  static ConvolutionOptions of(LayerCall call, int rank) {
    Config config = call.config();
    String padding = config.s("padding", "valid").toLowerCase(Locale.ROOT);
    if (!List.of("valid", "same").contains(padding) && !(rank == 1 && padding.equals("causal"))) {
      throw config.wrong("padding", rank == 1 ? "valid, same or causal" : "valid or same");
    }
    ConvolutionOptions options =
        new ConvolutionOptions(
            ints(config, "kernel_size", rank, 0),
            ints(config, "strides", rank, 1),
            ints(config, "dilation_rate", rank, 1),
            padding.equals("same") ? Padding.SAME : Padding.VALID,
            padding.equals("causal"),
            DataFormat.of(config),
            call.semantics() == Semantics.TFJS ? 1 : config.i("groups", 1));
    for (String key : List.of("kernel_size", "strides", "dilation_rate")) {
      if (ints(config, key, rank, 1).stream().anyMatch(i -> i < 1)) {
        throw config.wrong(key, "positive");
      }
    }
    return options;
  }

  /// `n` ints of the config; a single number stands for all.
  static List<Integer> ints(Config config, String key, int n, int byDefault) {
    return Arrays.stream(config.ints(key, n, byDefault)).boxed().toList();
  }

  /// These options as if `dilation_rate` were 1.
  ConvolutionOptions undilated() {
    return new ConvolutionOptions(
        kernel, strides, dilations.stream().map(_ -> 1).toList(), padding, causal, format, groups);
  }

  /// How many cells the kernel spans along each axis, gaps included.
  List<Integer> spans() {
    return IntStream.range(0, kernel.size())
        .mapToObj(i -> (kernel.get(i) - 1) * dilations.get(i) + 1)
        .toList();
  }

  boolean isDilated() {
    return dilations.stream().anyMatch(d -> d > 1);
  }

  boolean isStrided() {
    return strides.stream().anyMatch(s -> s > 1);
  }

  /// No Keras and no TF.js strides over a dilated kernel, and TF.js has no op that does.
  ConvolutionOptions requireStridesOrDilations(LayerCall call) {
    if (isDilated() && isStrided()) {
      throw new UnsupportedModelException(
          "strides "
              + strides
              + " and dilation_rate "
              + dilations
              + " cannot both be above 1; give one of them up");
    }
    return this;
  }

  /// The options of a 2-D convolution as a window of a convolution op.
  Window2D window() {
    return new Window2D(
        strides.get(0), strides.get(1), padding, List.of(), dilations.get(0), dilations.get(1));
  }

  /// The layer's input as float32, which convolutions take alone, with channels last.
  Value input(LayerCall call) {
    return format.toLast(call.tf(), Inputs.floats(call, kernel.size() + 2));
  }

  /// What follows every convolution: bias, activation, and the layer's own data format. The mask
  /// ends here.
  Lowered finish(LayerCall call, Value y, int filters) {
    return Lowered.unmasked(activated(call, Bias.add(call, y, filters)));
  }

  /// The activation of `y` (channels last) in the layer's own data format. A softmax takes the last
  /// axis, whichever that is; all else is applied where it can join the convolution.
  Value activated(LayerCall call, Value y) {
    if (format.isFirst() && Activations.onLastAxis(call.config())) {
      return Activations.apply(call, format.fromLast(call.tf(), y));
    }
    return format.fromLast(call.tf(), Activations.apply(call, y));
  }
}
