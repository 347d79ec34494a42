package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.op.Compare;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.tensor.DataType;

/// `max_value` from there on, `x` from `threshold` on, `negative_slope (x - threshold)` below;
/// `threshold` is never negative. TF.js knows `max_value` alone.
public final class ReLULayer implements Layer {
  @Override
  public String className() {
    return "ReLU";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.floats();
  }

  @Override
  public Lowered lower(LayerCall call) {
    Tf tf = call.tf();
    Config config = call.config();
    Value x = call.input();
    boolean keras = call.semantics() != Semantics.TFJS;
    double slope = keras ? config.d("negative_slope", 0) : 0;
    double threshold = keras ? config.d("threshold", 0) : 0;
    boolean limited = config.has("max_value");
    if (slope != 0 && !limited && threshold == 0) {
      return call.keepingMask(tf.leakyRelu(x, slope));
    }
    Value y;
    if (threshold != 0) {
      y = above(tf, x, threshold);
    } else if (limited && config.d("max_value") == 6) {
      y = tf.unary(Unary.F.RELU6, x);
      limited = false;
    } else {
      y = tf.unary(Unary.F.RELU, x);
    }
    if (limited) {
      y = tf.minimum(y, tf.scalar((float) config.d("max_value")));
    }
    if (slope != 0) {
      Value below = tf.unary(Unary.F.RELU, tf.sub(tf.scalar((float) threshold), x));
      y = tf.sub(y, tf.mul(below, tf.scalar((float) slope)));
    }
    return call.keepingMask(y);
  }

  /// `x` where it is above `threshold`, else 0; NaN stays NaN.
  static Value above(Tf tf, Value x, double threshold) {
    return above(tf, x, x, threshold);
  }

  /// `x` where `key` is above `threshold`, else 0.
  static Value above(Tf tf, Value x, Value key, double threshold) {
    Value above = tf.compare(Compare.F.GREATER, key, tf.scalar((float) threshold));
    return tf.mul(x, tf.cast(above, DataType.FLOAT));
  }

  @Override
  public boolean dependsOnSemantics(Config config) {
    return config.d("negative_slope", 0) != 0 || config.d("threshold", 0) != 0;
  }
}
