package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.op.Compare;
import io.github.tfjs4j.op.Cumulative;
import io.github.tfjs4j.op.LogSoftmax;
import io.github.tfjs4j.op.Reduce;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.TopKV2;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/// The activation functions of Keras and TF.js by name, as the ops that TF.js runs.
final class ActivationFunctions {
  /// By the name without underscores, in lower case: TF.js writes `hard_sigmoid` and means
  /// `hardSigmoid`.
  private static final Map<String, BiFunction<Tf, Value, Value>> BY_NAME =
      Map.ofEntries(
          Map.entry("linear", (_, x) -> x),
          Map.entry("relu", unary(Unary.F.RELU)),
          Map.entry("relu6", unary(Unary.F.RELU6)),
          Map.entry("elu", unary(Unary.F.ELU)),
          // Keras 3's celu with its default alpha 1 is elu.
          Map.entry("celu", unary(Unary.F.ELU)),
          Map.entry("selu", unary(Unary.F.SELU)),
          Map.entry("sigmoid", unary(Unary.F.SIGMOID)),
          Map.entry("tanh", unary(Unary.F.TANH)),
          Map.entry("softplus", unary(Unary.F.SOFTPLUS)),
          Map.entry("exponential", unary(Unary.F.EXP)),
          Map.entry("softsign", ActivationFunctions::softsign),
          Map.entry("softmax", (tf, x) -> tf.softmax(x)),
          Map.entry("logsoftmax", (tf, x) -> tf.op(new LogSoftmax(), x)),
          Map.entry("leakyrelu", (tf, x) -> tf.leakyRelu(x, 0.2)),
          Map.entry("swish", ActivationFunctions::silu),
          Map.entry("silu", ActivationFunctions::silu),
          Map.entry("hardswish", ActivationFunctions::hardSilu),
          Map.entry("hardsilu", ActivationFunctions::hardSilu),
          Map.entry("mish", ActivationFunctions::mish),
          Map.entry("gelu", ActivationFunctions::gelu),
          Map.entry("gelunew", ActivationFunctions::geluByTanh),
          Map.entry("logsigmoid", ActivationFunctions::logSigmoid),
          Map.entry("hardtanh", (tf, x) -> clip(tf, x, -1, 1)),
          Map.entry("tanhshrink", (tf, x) -> tf.sub(x, tf.unary(Unary.F.TANH, x))),
          Map.entry("softshrink", ActivationFunctions::softShrink),
          Map.entry("hardshrink", ActivationFunctions::hardShrink),
          Map.entry("squareplus", ActivationFunctions::squareplus),
          Map.entry("sparseplus", ActivationFunctions::sparsePlus),
          Map.entry("sparsesigmoid", ActivationFunctions::sparseSigmoid),
          Map.entry("sparsemax", ActivationFunctions::sparsemax),
          Map.entry("glu", ActivationFunctions::glu));

  private ActivationFunctions() {}

  /// The function `name` of `x`, or empty where nobody knows it.
  static Optional<Value> of(Tf tf, String name, Value x, Semantics semantics) {
    String key = key(name);
    if (key.equals("hardsigmoid")) {
      return Optional.of(semantics == Semantics.KERAS3 ? hardSigmoid3(tf, x) : hardSigmoid(tf, x));
    }
    return Optional.ofNullable(BY_NAME.get(key)).map(f -> f.apply(tf, x));
  }

  /// Whether the function looks at the whole last axis, and so must see the layer's own axes.
  static boolean onLastAxis(String name) {
    return List.of("softmax", "logsoftmax", "sparsemax", "glu").contains(key(name));
  }

  /// Whether Keras 3 means something else by this name.
  static boolean dependsOnSemantics(String name) {
    return key(name).equals("hardsigmoid");
  }

  private static String key(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }

  private static BiFunction<Tf, Value, Value> unary(Unary.F f) {
    return (tf, x) -> tf.unary(f, x);
  }

  /// `min(max(x, low), high)`
  static Value clip(Tf tf, Value x, float low, float high) {
    return tf.minimum(tf.maximum(x, tf.scalar(low)), tf.scalar(high));
  }

  /// `clip(0.2 x + 0.5, 0, 1)`: TF.js and Keras up to 2.
  private static Value hardSigmoid(Tf tf, Value x) {
    return clip(tf, tf.add(tf.mul(x, tf.scalar(0.2f)), tf.scalar(0.5f)), 0, 1);
  }

  /// `relu6(x + 3) / 6`: Keras 3.
  private static Value hardSigmoid3(Tf tf, Value x) {
    return tf.mul(tf.unary(Unary.F.RELU6, tf.add(x, tf.scalar(3f))), tf.scalar(1 / 6f));
  }

  private static Value hardSilu(Tf tf, Value x) {
    return tf.mul(x, hardSigmoid3(tf, x));
  }

  private static Value silu(Tf tf, Value x) {
    return tf.mul(x, tf.unary(Unary.F.SIGMOID, x));
  }

  private static Value mish(Tf tf, Value x) {
    return tf.mul(x, tf.unary(Unary.F.TANH, tf.unary(Unary.F.SOFTPLUS, x)));
  }

  /// `x / (1 + |x|)`
  private static Value softsign(Tf tf, Value x) {
    return tf.div(x, tf.add(tf.unary(Unary.F.ABS, x), tf.scalar(1f)));
  }

  /// `x/2 (1 + erf(x / sqrt 2))`
  static Value gelu(Tf tf, Value x) {
    Value erf = tf.unary(Unary.F.ERF, tf.mul(x, tf.scalar((float) Math.sqrt(0.5))));
    return tf.mul(tf.mul(x, tf.scalar(0.5f)), tf.add(erf, tf.scalar(1f)));
  }

  /// `x/2 (1 + tanh(u))` with `u = sqrt(2/pi) (x + 0.044715 x^3)`, which is `x sigmoid(2u)`.
  static Value geluByTanh(Tf tf, Value x) {
    double twice = 2 * Math.sqrt(2 / Math.PI);
    Value square = tf.unary(Unary.F.SQUARE, x);
    Value factor =
        tf.add(tf.mul(square, tf.scalar((float) (twice * 0.044715))), tf.scalar((float) twice));
    return tf.mul(x, tf.unary(Unary.F.SIGMOID, tf.mul(x, factor)));
  }

  /// `-softplus(-x)`
  private static Value logSigmoid(Tf tf, Value x) {
    return tf.unary(Unary.F.NEG, tf.unary(Unary.F.SOFTPLUS, tf.unary(Unary.F.NEG, x)));
  }

  /// `x` moved towards 0 by 0.5, and 0 around it: `x - clip(x, -0.5, 0.5)`.
  private static Value softShrink(Tf tf, Value x) {
    return tf.sub(x, clip(tf, x, -0.5f, 0.5f));
  }

  /// `x` where `|x| > 0.5`, else 0.
  private static Value hardShrink(Tf tf, Value x) {
    Value far = tf.compare(Compare.F.GREATER, tf.unary(Unary.F.ABS, x), tf.scalar(0.5f));
    return tf.mul(x, tf.cast(far, DataType.FLOAT));
  }

  /// `(x + sqrt(x^2 + 4)) / 2`
  private static Value squareplus(Tf tf, Value x) {
    Value root = tf.unary(Unary.F.SQRT, tf.add(tf.unary(Unary.F.SQUARE, x), tf.scalar(4f)));
    return tf.mul(tf.add(x, root), tf.scalar(0.5f));
  }

  /// `clip((x + 1) / 2, 0, 1)`
  private static Value sparseSigmoid(Tf tf, Value x) {
    return clip(tf, tf.mul(tf.add(x, tf.scalar(1f)), tf.scalar(0.5f)), 0, 1);
  }

  /// 0 below -1, `x` above 1, `(x + 1)^2 / 4` between: `sparse_sigmoid(x)^2 + relu(x - 1)`.
  private static Value sparsePlus(Tf tf, Value x) {
    return tf.add(
        tf.unary(Unary.F.SQUARE, sparseSigmoid(tf, x)),
        tf.unary(Unary.F.RELU, tf.binary(Binary.F.SUB, x, tf.scalar(1f))));
  }

  /// `relu(x - t)` as Keras computes it: with `s_k` the sum of the `k` greatest numbers, and `K`
  /// all `k` of which the `k`-th is above `(s_k - 1) / k`, `t` is `(the sum of s_k over K - 1) /
  /// |K|`.
  private static Value sparsemax(Tf tf, Value x) {
    int n = x.shape().dim(-1);
    if (n == Shape.UNKNOWN_DIM) {
      throw new UnsupportedModelException(
          "sparsemax needs to know the length of the last axis of " + x.type());
    }
    Value sorted = tf.op(new TopKV2(true), x, tf.scalar(n));
    int last = x.shape().rank() - 1;
    Value sums = tf.op(new Cumulative(Cumulative.F.CUMSUM, false, false), sorted, tf.scalar(last));
    float[] shares = new float[n];
    for (int k = 0; k < n; k++) {
      shares[k] = 1f / (k + 1);
    }
    Value rates = tf.mul(tf.sub(sums, tf.scalar(1f)), tf.constant(Tensor.floats(shares)));
    Value counts = tf.cast(tf.compare(Compare.F.GREATER, sorted, rates), DataType.FLOAT);
    Value counted = tf.reduce(Reduce.F.SUM, tf.mul(sums, counts), true, last);
    Value threshold =
        tf.div(tf.sub(counted, tf.scalar(1f)), tf.reduce(Reduce.F.SUM, counts, true, last));
    return tf.unary(Unary.F.RELU, tf.sub(x, threshold));
  }

  /// The first half of the last axis times the sigmoid of the second.
  private static Value glu(Tf tf, Value x) {
    List<Value> halves = tf.split(x, 2, x.shape().rank() - 1);
    return tf.mul(halves.get(0), tf.unary(Unary.F.SIGMOID, halves.get(1)));
  }
}
