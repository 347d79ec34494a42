package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.Window2D;
import io.github.tfjs4j.tensor.Shape;

/// A depthwise convolution and a 1 x 1 convolution of its channels, bias and activation.
public final class SeparableConv2DLayer implements Layer {
  @Override
  public String className() {
    return "SeparableConv2D";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRank(4).floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    Tf tf = call.tf();
    ConvolutionOptions options = ConvolutionOptions.of(call, 2).requireStridesOrDilations(call);
    Value x = options.input(call);
    int filters = call.config().positive("filters");
    // TF.js does not save depth_multiplier, so the kernel itself says it.
    Value depthwise =
        DepthwiseConv2DLayer.kernel(call, options, x.shape().dim(3), Shape.UNKNOWN_DIM);
    int inner = DepthwiseConv2DLayer.channels(depthwise);
    Value pointwise = call.weight("pointwise_kernel", 1, 1, inner, filters);
    Value y = tf.depthwise(x, depthwise, options.window());
    y = tf.conv2d(y, pointwise, Window2D.valid());
    if (call.semantics() == Semantics.TFJS && options.format().isFirst()) {
      return Lowered.unmasked(channelsFirstOfTfJs(call, options, y, filters));
    }
    return options.finish(call, y, filters);
  }

  /// TF.js adds a channels-first bias to channels-last images, so along their height, and activates
  /// those.
  private static Value channelsFirstOfTfJs(
      LayerCall call, ConvolutionOptions options, Value y, int filters) {
    if (call.config().b("use_bias", true)) {
      Value bias = call.weight("bias", filters);
      y = call.tf().add(y, call.tf().reshape(bias, 1, filters, 1, 1));
    }
    return options.format().fromLast(call.tf(), Activations.apply(call, y));
  }

  @Override
  public boolean dependsOnSemantics(Config config) {
    return DataFormat.of(config).isFirst() || Activations.dependsOnSemantics(config);
  }
}
