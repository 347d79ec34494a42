package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.tensor.Shape;
import java.util.List;

/// With `a = x @ kernel + bias` and `b = h @ recurrent_kernel` cut into three, in the order z, r, h:
///
///     z  = recurrent(a_z + b_z)
///     r  = recurrent(a_r + b_r)
///     h' = z * h + (1 - z) * activation(a_h + (r * h) @ recurrent_kernel_h)
///
/// With `reset_after`, which Keras 2 and 3 have by default and TF.js does not know, `b` has a bias
/// of its own, the second row of the weight, and the last line is
///
///     h' = z * h + (1 - z) * activation(a_h + r * b_h)
public final class GRUCellLayer implements Cell {
  @Override
  public String className() {
    return "GRUCell";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.exactly(2).ofRank(2).floats();
  }

  @Override
  public List<State> states(LayerCall call) {
    return List.of(new State("h", Shape.of(call.config().positive("units"))));
  }

  @Override
  public Lowered lower(LayerCall call) {
    Tf tf = call.tf();
    int units = call.config().positive("units");
    boolean after = call.config().b("reset_after", false) || Gates.isOfCuDnn(call);
    Value x = call.inputs().get(0);
    Value h = call.inputs().get(1);
    Value a = tf.matMul(x, Gates.kernel(call, x.shape().dim(-1), 3, units));
    if (call.config().b("use_bias", true)) {
      a = tf.biasAdd(a, after ? biasRow(call, 0, units) : call.weight("bias", gates(units)));
    }
    List<Value> in = tf.split(a, 3, -1);
    List<Value> back =
        after
            ? tf.split(recurrentWithBias(call, h, units), 3, -1)
            : tf.split(
                tf.matMul(h, recurrentKernel(call, 0, Math.multiplyExact(2, units), units)), 2, -1);
    Value z = Gates.recurrent(call, tf.add(in.get(0), back.get(0)));
    Value r = Gates.recurrent(call, tf.add(in.get(1), back.get(1)));
    Value candidate =
        after
            ? tf.mul(r, back.get(2))
            : tf.matMul(
                tf.mul(r, h), recurrentKernel(call, Math.multiplyExact(2, units), units, units));
    Value fresh = Gates.activation(call, tf.add(in.get(2), candidate));
    Value next = tf.add(tf.mul(z, h), tf.mul(tf.sub(tf.scalar(1f), z), fresh));
    return Lowered.unmasked(List.of(next, next));
  }

  /// The width of the weights, which hold two gates and the candidate.
  private static int gates(int units) {
    return Math.multiplyExact(3, units);
  }

  private static Value recurrentWithBias(LayerCall call, Value h, int units) {
    Value b = call.tf().matMul(h, Gates.recurrentKernel(call, 3, units));
    return call.config().b("use_bias", true) ? call.tf().biasAdd(b, biasRow(call, 1, units)) : b;
  }

  /// Columns of the recurrent kernel.
  private static Value recurrentKernel(LayerCall call, int from, int count, int units) {
    return call.once(() ->
        call.tf()
            .slice(
                call.weight("recurrent_kernel", units, gates(units)),
                new int[] {0, from},
                new int[] {units, count}));
  }

  private static Value biasRow(LayerCall call, int row, int units) {
    return call.once(() ->
        call.tf()
            .reshape(
                call.tf()
                    .slice(biases(call, units), new int[] {row, 0}, new int[] {1, gates(units)}),
                gates(units)));
  }

  /// `[2, 3 * units]`: the bias of the input, and that of the state.
  private static Value biases(LayerCall call, int units) {
    return Gates.isOfCuDnn(call)
        ? call.tf()
            .reshape(call.weight("bias", Math.multiplyExact(2, gates(units))), 2, gates(units))
        : call.weight("bias", 2, gates(units));
  }

  @Override
  public boolean dependsOnSemantics(Config config) {
    return Gates.dependsOnSemantics(config);
  }
}
