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
            positives(config, "kernel_size", rank, 0),
            positives(config, "strides", rank, 1),
            positives(config, "dilation_rate", rank, 1),
            padding.equals("same") ? Padding.SAME : Padding.VALID,
            padding.equals("causal"),
            DataFormat.of(config),
            call.semantics() == Semantics.TFJS ? 1 : config.positive("groups", 1));
    // Where the kernel would span more than an int holds, that is found here and not by an op.
    options.spans();
    return options;
  }

  /// `n` positive ints of the config; a single number stands for all.
  static List<Integer> positives(Config config, String key, int n, int byDefault) {
    return Arrays.stream(config.positives(key, n, byDefault)).boxed().toList();
  }

  /// These options as if `dilation_rate` were 1.
  ConvolutionOptions undilated() {
    return new ConvolutionOptions(
        kernel, strides, dilations.stream().map(_ -> 1).toList(), padding, causal, format, groups);
  }

  /// How many cells the kernel spans along each axis, gaps included.
  ///
  /// @throws ArithmeticException where they are more than an int holds
  List<Integer> spans() {
    return IntStream.range(0, kernel.size())
        .mapToObj(i -> Math.addExact(Math.multiplyExact(kernel.get(i) - 1, dilations.get(i)), 1))
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

  /// These options as if strides and dilations were 1 and the result as large as the input.
  ConvolutionOptions asSame() {
    List<Integer> ones = strides.stream().map(_ -> 1).toList();
    return new ConvolutionOptions(kernel, ones, ones, Padding.SAME, false, format, groups);
  }

  /// The options of a 1-D convolution as those of an image that is one high.
  ConvolutionOptions asImage() {
    return new ConvolutionOptions(
        List.of(1, kernel.getFirst()),
        List.of(1, strides.getFirst()),
        List.of(1, dilations.getFirst()),
        padding,
        causal,
        format,
        groups);
  }

  /// The window of a 1-D convolution on an image that is one high.
  Window2D windowInTime() {
    Window2D window = asImage().window();
    return causal ? window.withExplicit(0, 0, spans().getFirst() - 1, 0) : window;
  }

  /// The layer's input as float32, which convolutions take alone, with channels last.
  Value input(LayerCall call) {
    return format.toLast(call.tf(), call.input());
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
