package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Reduce;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.Unary;
import java.util.stream.IntStream;

/// `x / sqrt(sum(x^2))` along `axis`.
public final class UnitNormalizationLayer implements Layer {
  private static final double LEAST = 1e-12;

  @Override
  public String className() {
    return "UnitNormalization";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRankAtLeast(1).floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    int[] axes =
        IntStream.of(call.config().ints("axis").orElse(new int[] {-1}))
            .map(a -> Inputs.axis(call, "axis", a, call.input()))
            .toArray();
    return call.keepingMask(unit(call.tf(), call.input(), LEAST, axes));
  }

  /// `x` of length 1 along `axes`, zeros where it is zero.
  ///
  /// @param least what the square of a length counts at least
  static Value unit(Tf tf, Value x, double least, int... axes) {
    Value square = tf.reduce(Reduce.F.SUM, tf.unary(Unary.F.SQUARE, x), true, axes);
    return tf.mul(x, tf.unary(Unary.F.RSQRT, tf.maximum(square, tf.scalar((float) least))));
  }
}
