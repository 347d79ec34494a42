package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Tf;

/// A 1-D convolution of each channel by itself, as a 2-D one of an image that is one high, bias and
/// activation.
public final class DepthwiseConv1DLayer implements Layer {
  @Override
  public String className() {
    return "DepthwiseConv1D";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRank(3).floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    ConvolutionOptions options = ConvolutionOptions.of(call, 1).requireStridesOrDilations(call);
    Value x = options.input(call);
    int multiplier = call.config().positive("depth_multiplier", 1);
    Value y = convolved(call, options, x, multiplier);
    return options.finish(call, y, y.shape().dim(2));
  }

  /// `x [batch, time, channels]` convolved by the depthwise kernel `[k, channels, multiplier]`.
  static Value convolved(LayerCall call, ConvolutionOptions options, Value x, int multiplier) {
    Tf tf = call.tf();
    boolean keras3 = !call.hasWeight("depthwise_kernel") && call.hasWeight("kernel");
    int k = options.kernel().getFirst();
    Value kernel =
        call.weight(keras3 ? "kernel" : "depthwise_kernel", k, x.shape().dim(2), multiplier);
    Value filter = tf.expandDims(kernel, 0);
    return tf.squeeze(tf.depthwise(tf.expandDims(x, 1), filter, options.windowInTime()), 1);
  }

  @Override
  public boolean dependsOnSemantics(Config config) {
    return Activations.dependsOnSemantics(config);
  }
}
