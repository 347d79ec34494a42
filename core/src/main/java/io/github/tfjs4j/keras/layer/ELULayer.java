package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Unary;

/// `x` above zero, `alpha (exp(x) - 1)` below.
public final class ELULayer implements Layer {
  @Override
  public String className() {
    return "ELU";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    double alpha = call.config().d("alpha", 1);
    Value y = call.tf().unary(Unary.F.ELU, call.input());
    if (alpha != 1) {
      y = call.tf().leakyRelu(y, alpha);
    }
    return Inputs.keepingMaskInKeras(call, y);
  }
}
