package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.op.Tf;
import java.util.List;

/// The transpose of a 3-D convolution, see [TransposedVolume], bias and activation.
public final class Conv3DTransposeLayer implements Layer {
  @Override
  public String className() {
    return "Conv3DTranspose";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRank(5).floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    Tf tf = call.tf();
    ConvolutionOptions options = ConvolutionOptions.of(call, 3);
    if (call.semantics() == Semantics.TFJS) {
      options = options.undilated();
    } else if (options.isDilated()) {
      throw new UnsupportedModelException(
          "dilation_rate "
              + options.dilations()
              + " is not supported, only 1 is; neither does TensorFlow have such an op");
    }
    Value x = options.input(call);
    int filters = call.config().positive("filters");
    List<Integer> k = options.kernel();
    Value kernel = call.weight("kernel", k.get(0), k.get(1), k.get(2), filters, x.shape().dim(4));
    Value y = TransposedVolume.of(tf, x, kernel, TransposedAxis.of(call, options));
    return options.finish(call, y, filters);
  }

  @Override
  public boolean dependsOnSemantics(Config config) {
    return Activations.dependsOnSemantics(config);
  }
}
