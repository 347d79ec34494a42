package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Reduce;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.tensor.Shape;
import java.util.List;

/// With `z = x @ kernel + h @ recurrent_kernel + bias` cut into four:
///
///     c' = recurrent(z_f) * c + recurrent(z_i) * activation(z_c)
///     h' = recurrent(z_o) * activation(c')
///
/// The gates lie in the weights in the order i, f, c, o.
public final class LSTMCellLayer implements Cell {
  @Override
  public String className() {
    return "LSTMCell";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.exactly(3).ofRank(2).floats();
  }

  @Override
  public List<State> states(LayerCall call) {
    Shape units = Shape.of(call.config().positive("units"));
    return List.of(new State("h", units), new State("c", units));
  }

  @Override
  public Lowered lower(LayerCall call) {
    Tf tf = call.tf();
    int units = call.config().positive("units");
    Value x = call.inputs().get(0);
    Value h = call.inputs().get(1);
    Value z =
        tf.add(
            tf.matMul(x, Gates.kernel(call, x.shape().dim(-1), 4, units)),
            tf.matMul(h, Gates.recurrentKernel(call, 4, units)));
    z =
        Gates.isOfCuDnn(call)
            ? tf.biasAdd(z, biasOfCuDnn(call, units))
            : Bias.add(call, z, gates(units));
    return next(call, z, call.inputs().get(2));
  }

  /// cuDNN has one bias for the input and one for the state.
  private static Value biasOfCuDnn(LayerCall call, int units) {
    return call.once(() -> {
      Tf tf = call.tf();
      int width = gates(units);
      Value both = tf.reshape(call.weight("bias", Math.multiplyExact(2, width)), 2, width);
      return tf.reduce(Reduce.F.SUM, both, false, 0);
    });
  }

  /// The width of the weights, which hold four gates.
  static int gates(int units) {
    return Math.multiplyExact(4, units);
  }

  /// The output and the next states.
  ///
  /// @param z `[..., 4 * units]`
  static Lowered next(LayerCall call, Value z, Value c) {
    Tf tf = call.tf();
    List<Value> gates = tf.split(z, 4, -1);
    Value kept = tf.mul(Gates.recurrent(call, gates.get(1)), c);
    Value added = tf.mul(Gates.recurrent(call, gates.get(0)), Gates.activation(call, gates.get(2)));
    Value nextC = tf.add(kept, added);
    Value nextH = tf.mul(Gates.recurrent(call, gates.get(3)), Gates.activation(call, nextC));
    return Lowered.unmasked(List.of(nextH, nextH, nextC));
  }

  @Override
  public boolean dependsOnSemantics(Config config) {
    return Gates.dependsOnSemantics(config);
  }
}
