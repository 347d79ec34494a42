package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.Window2D;

/// A depthwise convolution along time and a convolution of one step of its channels, bias and
/// activation.
public final class SeparableConv1DLayer implements Layer {
  @Override
  public String className() {
    return "SeparableConv1D";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRank(3).floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    Tf tf = call.tf();
    ConvolutionOptions options = ConvolutionOptions.of(call, 1).requireStridesOrDilations(call);
    Value x = options.input(call);
    int filters = call.config().positive("filters");
    int multiplier = call.config().positive("depth_multiplier", 1);
    Value y = DepthwiseConv1DLayer.convolved(call, options, x, multiplier);
    Value pointwise = call.weight("pointwise_kernel", 1, y.shape().dim(2), filters);
    Value filter = tf.expandDims(pointwise, 0);
    y = tf.conv2d(tf.expandDims(y, 1), filter, Window2D.valid());
    y = tf.squeeze(Bias.add(call, y, filters), 1);
    return Lowered.unmasked(options.activated(call, y));
  }

  @Override
  public boolean dependsOnSemantics(Config config) {
    return Activations.dependsOnSemantics(config);
  }
}
