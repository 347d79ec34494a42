package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.ArgReduce;
import io.github.tfjs4j.op.Cumulative;
import io.github.tfjs4j.op.LogSoftmax;
import io.github.tfjs4j.op.Reduce;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.TopKV2;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.tensor.DataType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// Functions that make one number of many, or run along an axis.
final class ReducingFunctions {
  /// By their names, with a space between several.
  static final Map<String, Function> ALL = new LinkedHashMap<>();

  private static final String REDUCED = "x/input_tensor/tensor/input axis/axes keepdims/keep_dims";
  private static final String ALONG = "x/input axis exclusive reverse";

  static {
    reduce("mean reduce_mean", Reduce.F.MEAN, true);
    reduce("sum reduce_sum", Reduce.F.SUM, false);
    reduce("prod reduce_prod", Reduce.F.PROD, false);
    reduce("max amax reduce_max", Reduce.F.MAX, false);
    reduce("min amin reduce_min", Reduce.F.MIN, false);
    bools("all reduce_all", Reduce.F.ALL);
    bools("any reduce_any", Reduce.F.ANY);
    ALL.put("var reduce_variance", Function.of(REDUCED, ReducingFunctions::variance));
    ALL.put("std reduce_std", Function.of(REDUCED, f -> f.tf().unary(Unary.F.SQRT, variance(f))));
    ALL.put("logsumexp reduce_logsumexp", Function.of(REDUCED, ReducingFunctions::logSumExp));
    ALL.put(
        "reduce_euclidean_norm",
        Function.of(REDUCED, f -> reduced(f, Reduce.F.EUCLIDEAN_NORM, f.floats("x"))));
    ALL.put("norm", Function.of("x/tensor ord axis keepdims/keep_dims", ReducingFunctions::norm));
    ALL.put("count_nonzero", Function.of("x/input axis keepdims", ReducingFunctions::nonZero));
    ALL.put(
        "ptp",
        Function.of(
            REDUCED,
            f ->
                f.tf()
                    .sub(
                        reduced(f, Reduce.F.MAX, f.value("x")),
                        reduced(f, Reduce.F.MIN, f.value("x")))));
    ALL.put(
        "argmax argmax_v2", Function.of("x/input axis keepdims", f -> arg(f, ArgReduce.F.ARG_MAX)));
    ALL.put(
        "argmin argmin_v2", Function.of("x/input axis keepdims", f -> arg(f, ArgReduce.F.ARG_MIN)));
    ALL.put("cumsum", Function.of(ALONG, f -> cumulative(f, Cumulative.F.CUMSUM)));
    ALL.put("cumprod", Function.of(ALONG, f -> cumulative(f, Cumulative.F.CUMPROD)));
    ALL.put("moments", Function.listing("x axes/axis keepdims", ReducingFunctions::moments));
    ALL.put(
        "softmax softmax_v2",
        Function.of("x/logits/features axis/dim", f -> softmax(f, x -> f.tf().softmax(x))));
    ALL.put(
        "log_softmax log_softmax_v2",
        Function.of(
            "x/logits/features axis/dim", f -> softmax(f, x -> f.tf().op(new LogSoftmax(), x))));
    ALL.put(
        "sparsemax",
        Function.of(
            "x axis",
            f ->
                softmax(
                    f,
                    x ->
                        ActivationFunctions.of(f.tf(), "sparsemax", x, f.call().semantics())
                            .orElseThrow())));
    ALL.put("glu", Function.of("x axis", ReducingFunctions::glu));
    ALL.put(
        "l2_normalize",
        Function.of(
            "x axis/dim epsilon",
            f ->
                UnitNormalizationLayer.unit(
                    f.tf(), f.floats("x"), f.d("epsilon", 1e-12), f.axes("axis", f.value("x")))));
    ALL.put("normalize", Function.of("x axis order epsilon", ReducingFunctions::normalize));
    ALL.put("top_k", Function.listing("x/input k sorted", ReducingFunctions::topK));
    ALL.put("rmsnorm rms_norm", Function.of("x scale axis epsilon", ReducingFunctions::rmsNorm));
  }

  private ReducingFunctions() {}

  private static void reduce(String names, Reduce.F reduce, boolean floats) {
    ALL.put(
        names,
        Function.of(
            REDUCED,
            f -> {
              Value x = floats ? f.floats("x") : f.value("x");
              return reduced(
                  f, reduce, x.dataType() == DataType.BOOL ? f.value("x", DataType.INT32) : x);
            }));
  }

  private static void bools(String names, Reduce.F reduce) {
    ALL.put(
        names,
        Function.of(
            REDUCED,
            f -> reduced(f, reduce, ElementFunctions.cast(f.tf(), f.value("x"), DataType.BOOL))));
  }

  private static Value reduced(FunctionCall f, Reduce.F reduce, Value x) {
    return f.tf().reduce(reduce, x, f.b("keepdims", false), f.axes("axis", x));
  }

  private static Value variance(FunctionCall f) {
    return reduced(f, Reduce.F.MEAN, squaredDistance(f, f.axes("axis", f.value("x"))));
  }

  /// The squares of what is left of `x` without its mean along these axes.
  private static Value squaredDistance(FunctionCall f, int[] axes) {
    Tf tf = f.tf();
    Value x = f.floats("x");
    return tf.unary(Unary.F.SQUARE, tf.sub(x, tf.reduce(Reduce.F.MEAN, x, true, axes)));
  }

  private static List<Value> moments(FunctionCall f) {
    Value x = f.floats("x");
    int[] axes = f.axes("axes", x);
    boolean keepDims = f.b("keepdims", false);
    return List.of(
        f.tf().reduce(Reduce.F.MEAN, x, keepDims, axes),
        f.tf().reduce(Reduce.F.MEAN, squaredDistance(f, axes), keepDims, axes));
  }

  private static Value logSumExp(FunctionCall f) {
    Tf tf = f.tf();
    Value x = f.floats("x");
    int[] axes = f.axes("axis", x);
    Value top = tf.reduce(Reduce.F.MAX, x, true, axes);
    Value sum = tf.reduce(Reduce.F.SUM, tf.unary(Unary.F.EXP, tf.sub(x, top)), true, axes);
    Value all = tf.add(tf.unary(Unary.F.LOG, sum), top);
    return f.b("keepdims", false) ? all : tf.squeeze(all, axes);
  }

  private static Value norm(FunctionCall f) {
    Tf tf = f.tf();
    Value x = f.floats("x");
    String order = f.get("ord").isString() ? f.s("ord", "") : "";
    boolean isOne = f.get("ord").isNumber() && f.d("ord", 2) == 1;
    boolean isTwo =
        !f.has("ord")
            || List.of("euclidean", "fro").contains(order)
            || (f.get("ord").isNumber() && f.d("ord", 2) == 2 && f.axes("axis", x).length == 1);
    if (isTwo) {
      return tf.unary(Unary.F.SQRT, reduced(f, Reduce.F.SUM, tf.unary(Unary.F.SQUARE, x)));
    }
    if (isOne && f.axes("axis", x).length == 1) {
      return reduced(f, Reduce.F.SUM, tf.unary(Unary.F.ABS, x));
    }
    throw f.wrong("ord", "1, 2 or euclidean, of vectors");
  }

  private static Value nonZero(FunctionCall f) {
    Value x = f.value("x");
    Value counted = f.tf().cast(ElementFunctions.cast(f.tf(), x, DataType.BOOL), DataType.INT32);
    return reduced(f, Reduce.F.SUM, counted);
  }

  /// The place of the greatest or least; of all, in order, where no axis is named in Keras 3.
  private static Value arg(FunctionCall f, ArgReduce.F reduce) {
    Tf tf = f.tf();
    Value x = f.value("x");
    boolean all = !f.has("axis") && f.isKeras3();
    int axis = all ? 0 : f.axis("axis", 0, FunctionCall.rank(x));
    Value found = tf.op(new ArgReduce(reduce), all ? tf.reshape(x, -1) : x, tf.scalar(axis));
    return f.b("keepdims", false) && !all ? tf.expandDims(found, axis) : found;
  }

  private static Value cumulative(FunctionCall f, Cumulative.F cumulative) {
    Tf tf = f.tf();
    Value x = f.value("x");
    boolean all = !f.has("axis") && f.isKeras3();
    int axis = all ? 0 : f.axis("axis", 0, FunctionCall.rank(x));
    Cumulative op = new Cumulative(cumulative, f.b("exclusive", false), f.b("reverse", false));
    return tf.op(op, all ? tf.reshape(x, -1) : x, tf.scalar(axis));
  }

  /// What is a function of the last axis, along another one.
  private static Value softmax(FunctionCall f, UnaryOperator<Value> along) {
    Value x = f.floats("x");
    int rank = FunctionCall.rank(x);
    int[] axes = f.ints("axis").orElse(new int[] {-1});
    if (axes.length != 1) {
      throw f.wrong("axis", "one axis");
    }
    int axis = f.has("axis") ? f.axes("axis", x)[0] : rank - 1;
    if (axis == rank - 1) {
      return along.apply(x);
    }
    int[] swap = IntStream.range(0, rank).toArray();
    swap[axis] = rank - 1;
    swap[rank - 1] = axis;
    return f.tf().transpose(along.apply(f.tf().transpose(x, swap)), swap);
  }

  private static Value glu(FunctionCall f) {
    Value x = f.floats("x");
    List<Value> halves = f.tf().split(x, 2, f.axis("axis", -1, FunctionCall.rank(x)));
    return f.tf().mul(halves.get(0), f.tf().unary(Unary.F.SIGMOID, halves.get(1)));
  }

  private static Value normalize(FunctionCall f) {
    Tf tf = f.tf();
    Value x = f.floats("x");
    double order = f.d("order", 2);
    int axis = f.axis("axis", -1, FunctionCall.rank(x));
    if (order == 2) {
      return UnitNormalizationLayer.unit(tf, x, 1e-14, axis);
    }
    if (order == 1) {
      Value sum = tf.reduce(Reduce.F.SUM, tf.unary(Unary.F.ABS, x), true, axis);
      return tf.div(x, tf.maximum(sum, tf.scalar(1e-7f)));
    }
    throw f.wrong("order", "1 or 2");
  }

  private static Value rmsNorm(FunctionCall f) {
    Tf tf = f.tf();
    Value x = f.floats("x");
    int[] axes = f.has("axis") ? f.axes("axis", x) : new int[] {FunctionCall.rank(x) - 1};
    Value square = tf.reduce(Reduce.F.MEAN, tf.unary(Unary.F.SQUARE, x), true, axes);
    Value epsilon = tf.scalar((float) f.d("epsilon", 1e-7));
    Value y = tf.mul(x, tf.unary(Unary.F.RSQRT, tf.add(square, epsilon)));
    return f.has("scale") ? tf.mul(y, f.floats("scale")) : y;
  }

  private static List<Value> topK(FunctionCall f) {
    Value k = f.value("k", DataType.INT32);
    Node node = f.tf().to().addNode(new TopKV2(f.b("sorted", true)), List.of(f.value("x"), k));
    return List.of(node.out(0), node.out(1));
  }
}
