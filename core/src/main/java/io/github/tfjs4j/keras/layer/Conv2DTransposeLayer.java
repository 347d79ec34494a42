package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.op.Conv2DBackpropInput;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.Window2D;

/// The transpose of a 2-D convolution, bias and activation: an output `strides` times as large.
public final class Conv2DTransposeLayer implements Layer {
  @Override
  public String className() {
    return "Conv2DTranspose";
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
    int filters = call.config().positive("filters");
    Value kernel =
        call.weight(
            "kernel", options.kernel().get(0), options.kernel().get(1), filters, x.shape().dim(3));
    TransposedAxis[] axes = TransposedAxis.of(call, options);
    return options.finish(call, convolved(call, options, x, kernel, axes), filters);
  }

  /// The transposed convolution of `x [N, H, W, C]` by `kernel [kh, kw, filters, C]`.
  static Value convolved(
      LayerCall call, ConvolutionOptions options, Value x, Value kernel, TransposedAxis[] axes) {
    return options.isDilated()
        ? dilated(call, options, x, kernel, axes)
        : strided(call.tf(), options, x, kernel, axes);
  }

  /// As the gradient of a convolution, whose op wants to know the shape that it makes: `shape(x) *
  /// [1, sh, sw, 0] + [0, eh, ew, filters]`, or simpler.
  private static Value strided(
      Tf tf, ConvolutionOptions options, Value x, Value kernel, TransposedAxis[] axes) {
    int filters = kernel.shape().dim(2);
    int channels = kernel.shape().dim(3);
    boolean exact = axes[0].extra() == 0 && axes[1].extra() == 0 && filters % channels == 0;
    int byChannel = exact ? filters / channels : 0;
    Value shape;
    if (!exact && x.shape().isKnown(1) && x.shape().isKnown(2)) {
      // Only the batch is unknown, and picking it out takes fewer constants.
      shape =
          tf.shapeVector(
              tf.dim(x, 0),
              tf.scalar(axes[0].length(x.shape().dim(1))),
              tf.scalar(axes[1].length(x.shape().dim(2))),
              tf.scalar(filters));
    } else {
      shape = tf.mul(tf.shapeOf(x), tf.ints(1, axes[0].stride(), axes[1].stride(), byChannel));
      if (!exact) {
        shape = tf.add(shape, tf.ints(0, axes[0].extra(), axes[1].extra(), filters));
      }
    }
    return tf.op(new Conv2DBackpropInput(options.window()), shape, kernel, x);
  }

  /// With gaps in the kernel, and so without strides, it is a convolution with the kernel turned
  /// around.
  private static Value dilated(
      LayerCall call, ConvolutionOptions options, Value x, Value kernel, TransposedAxis[] axes) {
    Value turned = call.tf().transpose(call.tf().reverse(kernel, 0, 1), 0, 1, 3, 2);
    Window2D window =
        options
            .window()
            .withExplicit(axes[0].front(), axes[0].behind(), axes[1].front(), axes[1].behind());
    return call.tf().conv2d(x, turned, window);
  }

  @Override
  public boolean dependsOnSemantics(Config config) {
    return Activations.dependsOnSemantics(config);
  }
}
