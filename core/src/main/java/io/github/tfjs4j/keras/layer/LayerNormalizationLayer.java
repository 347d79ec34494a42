package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.op.Reduce;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.Unary;
import java.util.Arrays;
import java.util.stream.IntStream;

/// `(x - mean) / sqrt(variance + epsilon) * gamma + beta` with mean and variance along `axis`. With
/// `rms_scaling` (Keras 3) neither the mean is taken off nor beta added.
public final class LayerNormalizationLayer implements Layer {
  @Override
  public String className() {
    return "LayerNormalization";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRankAtLeast(1).floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    Tf tf = call.tf();
    Value x = call.input();
    int[] axes =
        IntStream.of(call.config().ints("axis").orElse(new int[] {-1}))
            .map(a -> Inputs.axis(call, "axis", a, x))
            .toArray();
    if (IntStream.of(axes).distinct().count() != axes.length) {
      throw call.config().wrong("axis", "different axes of " + x.type());
    }
    boolean rms = call.semantics() == Semantics.KERAS3 && call.config().b("rms_scaling", false);
    Value centred = tf.sub(x, tf.reduce(Reduce.F.MEAN, x, true, axes));
    Value variance = tf.reduce(Reduce.F.MEAN, tf.unary(Unary.F.SQUARE, centred), true, axes);
    Value factor =
        tf.unary(
            Unary.F.RSQRT, tf.add(variance, tf.scalar((float) call.config().d("epsilon", 1e-3))));
    Value y = tf.mul(rms ? x : centred, factor);
    if (rms || call.config().b("scale", true)) {
      y = tf.mul(y, weight(call, "gamma", x, axes));
    }
    if (!rms && call.config().b("center", true)) {
      y = tf.add(y, weight(call, "beta", x, axes));
    }
    return call.keepingMask(y);
  }

  /// A weight of the lengths of `axes`, with axes of length 1 so that it lines up with `x`.
  static Value weight(LayerCall call, String name, Value x, int[] axes) {
    int rank = x.shape().rank();
    Value weight = call.weight(name, Arrays.stream(axes).map(a -> x.shape().dim(a)).toArray());
    boolean last = Arrays.equals(axes, IntStream.range(rank - axes.length, rank).toArray());
    if (last) {
      return weight;
    }
    int first = Arrays.stream(axes).min().orElse(0);
    int[] shape = new int[rank - first];
    Arrays.fill(shape, 1);
    for (int i = 0; i < axes.length; i++) {
      shape[axes[i] - first] = weight.shape().dim(i);
    }
    return call.tf().reshape(weight, shape);
  }
}
