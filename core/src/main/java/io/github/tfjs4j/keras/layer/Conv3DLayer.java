package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.op.Conv3D;
import io.github.tfjs4j.op.ImageOp;
import io.github.tfjs4j.op.Overhang;
import java.util.ArrayList;
import java.util.List;

/// 3-D convolution, bias and activation.
public final class Conv3DLayer implements Layer {
  @Override
  public String className() {
    return "Conv3D";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRank(5).floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    ConvolutionOptions options = ConvolutionOptions.of(call, 3).requireStridesOrDilations(call);
    Value x = options.input(call);
    int filters = call.config().positive("filters");
    List<Integer> k = options.kernel();
    int channels = Grouped.kernelChannels(call, options, x.shape().dim(4));
    Value kernel = call.weight("kernel", k.get(0), k.get(1), k.get(2), channels, filters);
    Value y = convolved(call, options, x, kernel);
    return options.finish(call, y, filters);
  }

  /// `x [N, D, H, W, C]` convolved by `kernel`.
  static Value convolved(LayerCall call, ConvolutionOptions options, Value x, Value kernel) {
    List<Integer> s = options.strides();
    List<Integer> d = options.dilations();
    Conv3D convolution =
        new Conv3D(s.get(0), s.get(1), s.get(2), options.padding(), d.get(0), d.get(1), d.get(2));
    return Grouped.convolution(
        call.tf(), options.groups(), x, kernel, (a, b) -> volume(call, convolution, a, b));
  }

  /// The result of a convolution or a pooling, for Keras as it means `same`, see [Overhang].
  static Value volume(LayerCall call, ImageOp op, Value... inputs) {
    if (call.semantics() == Semantics.TFJS) {
      return call.tf().op(op, inputs);
    }
    Overhang seen = Overhang.removed(call.tf(), op, List.of(inputs));
    List<Value> all = new ArrayList<>(List.of(inputs));
    all.set(0, seen.x());
    return call.tf().op(seen.op(), all);
  }

  @Override
  public boolean dependsOnSemantics(Config config) {
    return Activations.dependsOnSemantics(config);
  }
}
