package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.op.Tf;

/// 1-D convolution over `[batch, time, channels]`, as a 2-D convolution of an image that is one
/// high and as wide as there are steps in time.
public final class Conv1DLayer implements Layer {
  @Override
  public String className() {
    return "Conv1D";
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
    int k = options.kernel().getFirst();
    int channels = Grouped.kernelChannels(call, options, x.shape().dim(2));
    Value kernel = call.weight("kernel", k, channels, filters);
    Value filter = tf.reshape(kernel, 1, k, kernel.shape().dim(1), filters);
    Value y =
        Grouped.convolution2D(call, options, tf.expandDims(x, 1), filter, options.windowInTime());
    y = tf.squeeze(Bias.add(call, y, filters), 1);
    if (call.semantics() == Semantics.TFJS) {
      // TF.js takes channels first, but gives channels last.
      return Lowered.unmasked(Activations.apply(call, y));
    }
    return Lowered.unmasked(options.activated(call, y));
  }

  @Override
  public boolean dependsOnSemantics(Config config) {
    return Activations.dependsOnSemantics(config);
  }
}
