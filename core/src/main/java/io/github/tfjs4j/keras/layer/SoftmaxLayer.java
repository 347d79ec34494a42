package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.op.Reduce;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// `exp(x) / sum(exp(x))` along one or more axes; masked elements count as far below all others.
/// Where the config does not say which axis, it is axis 1 in TF.js and the last one in Keras.
public final class SoftmaxLayer implements Layer {
  /// What is added to masked elements.
  private static final float FAR_BELOW = -1e9f;

  @Override
  public String className() {
    return "Softmax";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRankAtLeast(1).floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    Tf tf = call.tf();
    Value x = call.input();
    Optional<Value> mask = call.maskArgument();
    if (mask.isPresent() && (call.mask().isPresent() || fits(mask.get(), x))) {
      Value kept = tf.cast(mask.get(), x.dataType());
      x = tf.add(x, tf.mul(tf.sub(tf.scalar(1f), kept), tf.scalar(FAR_BELOW)));
    }
    Value input = x;
    int byDefault = call.semantics() == Semantics.TFJS ? 1 : -1;
    int[] axes =
        IntStream.of(call.config().ints("axis").orElse(new int[] {byDefault}))
            .map(a -> Inputs.axis(call, "axis", a, input))
            .sorted()
            .distinct()
            .toArray();
    return Inputs.keepingMaskInKeras(call, along(tf, x, axes));
  }

  /// Whether a mask that TF.js left over from a layer before can be used at all; where not, it
  /// throws.
  private static boolean fits(Value mask, Value x) {
    int over = x.shape().rank() - mask.shape().rank();
    return over >= 0
        && IntStream.range(0, mask.shape().rank())
            .allMatch(i -> fits(mask.shape().dim(i), x.shape().dim(over + i)));
  }

  private static boolean fits(int mask, int x) {
    return mask == x || mask == 1 || mask == Shape.UNKNOWN_DIM || x == Shape.UNKNOWN_DIM;
  }

  /// The softmax along sorted axes. TF.js has only the one along the last axis.
  private static Value along(Tf tf, Value x, int[] axes) {
    int rank = x.shape().rank();
    if (axes.length == 1) {
      int[] swap = IntStream.range(0, rank).toArray();
      swap[axes[0]] = rank - 1;
      swap[rank - 1] = axes[0];
      return axes[0] == rank - 1
          ? tf.softmax(x)
          : tf.transpose(tf.softmax(tf.transpose(x, swap)), swap);
    }
    if (axes.length > 0 && axes[0] == rank - axes.length && x.shape().unknownDims() <= 1) {
      return alongLast(tf, x, axes.length);
    }
    Value exp = tf.unary(Unary.F.EXP, tf.sub(x, tf.reduce(Reduce.F.MAX, x, true, axes)));
    return tf.div(exp, tf.reduce(Reduce.F.SUM, exp, true, axes));
  }

  /// The softmax along the last `n` axes, made one for it.
  private static Value alongLast(Tf tf, Value x, int n) {
    int rank = x.shape().rank();
    List<Length> merged = new ArrayList<>();
    List<Length> apart = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      apart.add(Length.of(x, i));
    }
    merged.addAll(apart.subList(0, rank - n));
    merged.add(Length.product(x, rank - n, rank));
    return Length.reshape(tf, tf.softmax(Length.reshape(tf, x, merged)), apart);
  }

  @Override
  public boolean dependsOnSemantics(Config config) {
    return !config.has("axis");
  }
}
