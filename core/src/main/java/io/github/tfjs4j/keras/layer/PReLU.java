package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Prelu;
import java.util.Arrays;

/// `x` above zero, `alpha x` below, with an alpha for each element but one along the `shared_axes` (counted from 1).
public final class PReLU implements Layer {
  @Override
  public String className() {
    return "PReLU";
  }

  @Override
  public Lowered lower(LayerCall call) {
    Value x = Inputs.ofRankAtLeast(call, Inputs.floats(call), 2);
    int[] shape = Arrays.copyOfRange(x.shape().dims(), 1, x.shape().rank());
    for (int axis : call.config().ints("shared_axes").orElse(new int[0])) {
      shape[Inputs.axis(call, "shared_axes", axis, x) - 1] = 1;
    }
    return call.keepingMask(call.tf().op(new Prelu(), x, call.weight("alpha", shape)));
  }
}
