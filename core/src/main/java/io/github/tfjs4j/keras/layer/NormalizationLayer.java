package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.Unary;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/// `(x - mean) / sqrt(variance)` with numbers that were given or adapted to data, one for each
/// place along the axes that `axis` lists; with `invert` the way back. What was given lies in the
/// config, what was adapted among the weights.
public final class NormalizationLayer implements Layer {
  /// The least standard deviation.
  private static final float EPSILON = 1e-7f;

  @Override
  public String className() {
    return "Normalization";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRankAtLeast(1).floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    Tf tf = call.tf();
    Value x = call.input();
    Value mean = moment(call, "mean", x);
    Value variance = moment(call, "variance", x);
    call.passOver("count");
    Value deviation = tf.maximum(tf.unary(Unary.F.SQRT, variance), tf.scalar(EPSILON));
    if (call.config().b("invert", false)) {
      return call.keepingMask(tf.add(tf.mul(x, deviation), mean));
    }
    return call.keepingMask(tf.mul(tf.sub(x, mean), tf.unary(Unary.F.RECIPROCAL, deviation)));
  }

  /// Mean or variance, in a shape that lines up with `x`.
  private static Value moment(LayerCall call, String name, Value x) {
    int rank = x.shape().rank();
    int[] axes = axes(call, x);
    int[] lengths = IntStream.of(axes).map(a -> x.shape().dim(a)).toArray();
    Value moment = given(call, name).orElseGet(() -> call.statistic(name, lengths));
    if (moment.shape().size() == 1) {
      return call.tf().reshape(moment);
    }
    int first = IntStream.of(axes).min().orElse(rank);
    int[] shape = new int[rank - first];
    Arrays.fill(shape, 1);
    boolean stored = moment.shape().rank() == axes.length;
    for (int i = 0; i < axes.length; i++) {
      int at = stored ? i : moment.shape().rank() - rank + axes[i];
      if (at < 0 || at >= moment.shape().rank()) {
        throw call.config().wrong(name, "one number for each place along axis");
      }
      shape[axes[i] - first] = moment.shape().dim(at);
    }
    return call.tf().reshape(moment, shape);
  }

  private static int[] axes(LayerCall call, Value x) {
    if (call.config().get("axis").isNull()) {
      return new int[0];
    }
    return IntStream.of(call.config().ints("axis").orElse(new int[] {-1}))
        .map(a -> Inputs.axis(call, "axis", a, x))
        .sorted()
        .distinct()
        .toArray();
  }

  /// The numbers in the config, where there are some.
  private static Optional<Value> given(LayerCall call, String name) {
    if (!call.config().has(name)) {
      return Optional.empty();
    }
    return Optional.of(call.tf().constant(Numbers.floats(call.config(), name)));
  }
}
