package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.UnsupportedModelException;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// `(x - moving_mean) * scale + beta`, `scale = gamma / sqrt(moving_variance + epsilon)`, along one
/// axis. The scale is computed of the weights alone, so that folding makes a constant of it; a
/// product and a sum become of the whole where no digits cancel, which is for the passes to judge.
/// While training mean and variance are those of the batch, and move the stored ones.
///
/// Along an axis other than the last TF.js takes mean, variance, gamma and beta in turn for one
/// element after the other, as if the axis were the last.
public final class BatchNormalizationLayer implements Layer {
  @Override
  public String className() {
    return "BatchNormalization";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRankAtLeast(2).floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    Tf tf = call.tf();
    Value x = call.input();
    int rank = x.shape().rank();
    int axis = axis(call, x);
    Value variance = call.statistic("moving_variance", x.shape().dim(axis));
    int n = variance.shape().dim(0);
    Value mean = call.statistic("moving_mean", n);
    call.passOver("moving_stddev", "renorm_mean", "renorm_stddev");
    if (call.isTraining() && call.config().b("trainable", true)) {
      int[] others = IntStream.range(0, rank).filter(i -> i != axis).toArray();
      Value batchMean = tf.reduce(Reduce.F.MEAN, x, false, others);
      Value centred = tf.sub(x, tf.reduce(Reduce.F.MEAN, x, true, others));
      Value batchVariance =
          tf.reduce(Reduce.F.MEAN, tf.unary(Unary.F.SQUARE, centred), false, others);
      move(call, "moving_mean", mean, batchMean);
      move(call, "moving_variance", variance, batchVariance);
      mean = batchMean;
      variance = batchVariance;
    }
    Value scale =
        tf.unary(
            Unary.F.RSQRT, tf.add(variance, tf.scalar((float) call.config().d("epsilon", 1e-3))));
    if (call.config().b("scale", true)) {
      scale = tf.mul(scale, call.weight("gamma", n));
    }
    Optional<Value> beta =
        call.config().b("center", true) ? Optional.of(call.weight("beta", n)) : Optional.empty();
    if (axis == rank - 1) {
      return call.keepingMask(normalised(tf, x, mean, scale, beta));
    }
    if (call.semantics() == Semantics.TFJS) {
      Value rows = tf.reshape(x, -1, n);
      List<Length> shape = new ArrayList<>();
      for (int i = 0; i < rank; i++) {
        shape.add(Length.of(x, i));
      }
      return call.keepingMask(Length.reshape(tf, normalised(tf, rows, mean, scale, beta), shape));
    }
    int[] broadcast = new int[rank - axis];
    Arrays.fill(broadcast, 1);
    broadcast[0] = n;
    return call.keepingMask(
        normalised(
            tf,
            x,
            tf.reshape(mean, broadcast),
            tf.reshape(scale, broadcast),
            beta.map(b -> tf.reshape(b, broadcast))));
  }

  private static Value normalised(Tf tf, Value x, Value mean, Value scale, Optional<Value> beta) {
    Value y = tf.mul(tf.sub(x, mean), scale);
    return beta.isPresent() ? tf.add(y, beta.get()) : y;
  }

  /// `moving - (moving - batch) * (1 - momentum)`
  private static void move(LayerCall call, String name, Value moving, Value batch) {
    Tf tf = call.tf();
    Value rate = tf.scalar((float) (1 - call.config().d("momentum", 0.99)));
    call.update(name, moving, m -> tf.sub(m, tf.mul(tf.sub(m, batch), rate)));
  }

  private static int axis(LayerCall call, Value x) {
    int[] axes = call.config().ints("axis").orElse(new int[] {-1});
    if (axes.length != 1) {
      throw new UnsupportedModelException(
          "axis "
              + Arrays.toString(axes)
              + " is not supported, only one axis is; merge the axes with a Reshape layer before"
              + " it");
    }
    return Inputs.axis(call, "axis", axes[0], x);
  }

  @Override
  public boolean dependsOnSemantics(Config config) {
    // The rank is not known here. Keras writes a list where it has counted the axis itself; a
    // number other than -1 was chosen by somebody.
    return config.has("axis") && !config.get("axis").isList() && config.i("axis") != -1;
  }
}
