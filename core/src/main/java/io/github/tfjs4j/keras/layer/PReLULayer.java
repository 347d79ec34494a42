package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Compare;
import io.github.tfjs4j.op.Prelu;
import io.github.tfjs4j.op.Tf;
import java.util.Arrays;

/// `x` above zero, `alpha x` below, with an alpha for each element but one along the `shared_axes`
/// (counted from 1).
public final class PReLULayer implements Layer {
  @Override
  public String className() {
    return "PReLU";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRankAtLeast(2).floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    Value x = call.input();
    int[] shape = Arrays.copyOfRange(x.shape().dims(), 1, x.shape().rank());
    for (int axis : call.config().ints("shared_axes").orElse(new int[0])) {
      int shared = Inputs.axis(call, "shared_axes", axis, x);
      if (shared == 0) {
        throw call.config().wrong("shared_axes", "axes behind the batch");
      }
      shape[shared - 1] = 1;
    }
    return call.keepingMask(prelu(call, x, call.weight("alpha", shape)));
  }

  /// TF.js' wasm backend takes the alphas in turn, again and again: right only if they have the
  /// lengths of the last axes of `x`, axes of length 1 in front aside.
  private static Value prelu(LayerCall call, Value x, Value alpha) {
    Tf tf = call.tf();
    int rank = alpha.shape().rank();
    int[] times = new int[rank];
    Arrays.fill(times, 1);
    boolean inside = false;
    boolean known = true;
    for (int i = 0; i < rank; i++) {
      int length = alpha.shape().dim(i);
      if (inside && length == 1) {
        times[i] = x.shape().dim(i + 1);
        known &= x.shape().isKnown(i + 1);
      }
      inside |= length != 1;
    }
    if (known) {
      boolean whole = Arrays.stream(times).allMatch(t -> t == 1);
      return tf.op(new Prelu(), x, whole ? alpha : tf.tile(alpha, times));
    }
    Value above = tf.compare(Compare.F.GREATER_EQUAL, x, tf.scalar(0f));
    return tf.select(above, x, tf.mul(x, alpha));
  }
}
