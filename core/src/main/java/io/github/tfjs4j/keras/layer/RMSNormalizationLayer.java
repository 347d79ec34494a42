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

/// `x / sqrt(mean(x^2) + epsilon) * scale` along `axis`.
public final class RMSNormalizationLayer implements Layer {
  @Override
  public String className() {
    return "RMSNormalization";
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
    Value square = tf.reduce(Reduce.F.MEAN, tf.unary(Unary.F.SQUARE, x), true, axes);
    Value epsilon = tf.scalar((float) call.config().d("epsilon", 1e-6));
    Value y = tf.mul(x, tf.unary(Unary.F.RSQRT, tf.add(square, epsilon)));
    return call.keepingMask(tf.mul(y, LayerNormalizationLayer.weight(call, "scale", x, axes)));
  }
}
