package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Tf;

/// The transpose of a 1-D convolution, as that of a 2-D one of an image that is one high, bias and
/// activation.
public final class Conv1DTransposeLayer implements Layer {
  @Override
  public String className() {
    return "Conv1DTranspose";
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
    Value kernel = call.weight("kernel", options.kernel().getFirst(), filters, x.shape().dim(2));
    TransposedAxis[] axes = {
      TransposedAxis.UNCHANGED, TransposedAxis.of(call, options)[0],
    };
    Value y =
        Conv2DTransposeLayer.convolved(
            call, options.asImage(), tf.expandDims(x, 1), tf.expandDims(kernel, 0), axes);
    y = tf.squeeze(Bias.add(call, y, filters), 1);
    return Lowered.unmasked(options.activated(call, y));
  }

  @Override
  public boolean dependsOnSemantics(Config config) {
    return Activations.dependsOnSemantics(config);
  }
}
