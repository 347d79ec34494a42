package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.keras.Semantics;
import java.util.Arrays;

/// A 2-D convolution of each channel by itself, bias and activation. TF.js ignores `dilation_rate`.
public final class DepthwiseConv2DLayer implements Layer {
  @Override
  public String className() {
    return "DepthwiseConv2D";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRank(4).floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    ConvolutionOptions options = ConvolutionOptions.of(call, 2);
    options =
        call.semantics() == Semantics.TFJS
            ? options.undilated()
            : options.requireStridesOrDilations(call);
    Value x = options.input(call);
    Value kernel =
        kernel(call, options, x.shape().dim(3), call.config().positive("depth_multiplier", 1));
    Value y = call.tf().depthwise(x, kernel, options.window());
    return options.finish(call, y, channels(kernel));
  }

  /// How many channels the convolution with this kernel makes.
  static int channels(Value kernel) {
    return Math.multiplyExact(kernel.shape().dim(2), kernel.shape().dim(3));
  }

  /// The kernel `[kh, kw, channels, multiplier]`; Keras 3 calls it plain `kernel`.
  static Value kernel(LayerCall call, ConvolutionOptions options, int channels, int multiplier) {
    boolean keras3 = !call.hasWeight("depthwise_kernel") && call.hasWeight("kernel");
    return call.weight(
        keras3 ? "kernel" : "depthwise_kernel",
        options.kernel().get(0),
        options.kernel().get(1),
        channels,
        multiplier);
  }

  @Override
  public boolean dependsOnSemantics(Config config) {
    boolean dilated =
        config.ints("dilation_rate").map(d -> Arrays.stream(d).anyMatch(i -> i != 1)).orElse(false);
    return dilated || Activations.dependsOnSemantics(config);
  }
}
