package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;

/// 2-D convolution, bias and activation. With `groups` (Keras only) the channels are convolved in
/// as many parts.
public final class Conv2DLayer implements Layer {
  @Override
  public String className() {
    return "Conv2D";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRank(4).floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    ConvolutionOptions options = ConvolutionOptions.of(call, 2).requireStridesOrDilations(call);
    Value x = options.input(call);
    int filters = call.config().positive("filters");
    int channels = x.shape().dim(3);
    Value kernel =
        call.weight(
            "kernel",
            options.kernel().get(0),
            options.kernel().get(1),
            Grouped.kernelChannels(call, options, channels),
            filters);
    Value y = Grouped.convolution2D(call, options, x, kernel, options.window());
    return options.finish(call, y, filters);
  }

  @Override
  public boolean dependsOnSemantics(Config config) {
    return Activations.dependsOnSemantics(config);
  }
}
