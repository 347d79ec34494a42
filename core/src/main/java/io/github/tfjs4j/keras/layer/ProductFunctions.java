package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.BatchMatMulV2;
import io.github.tfjs4j.op.MatMul;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tree.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Products of matrices, and convolutions.
final class ProductFunctions {
  /// By their names, with a space between several.
  static final Map<String, Function> ALL = new LinkedHashMap<>();

  static {
    ALL.put(
        "matmul",
        Function.of(
            "x/x1/a y/x2/b transpose_a transpose_b adjoint_a adjoint_b", ProductFunctions::matmul));
    ALL.put("dot", Function.of("x/x1 y/x2", ProductFunctions::dot));
    ALL.put("tensordot", Function.of("x/x1/a y/x2/b axes", ProductFunctions::tensordot));
    ALL.put("einsum", Function.of("operands subscripts", ProductFunctions::einsum));
    ALL.put(
        "dot_product_attention",
        Function.of("query key value bias mask scale is_causal", ProductFunctions::attention));
    ALL.put(
        "bias_add",
        Function.of(
            "x/value/features bias data_format",
            f -> f.tf().biasAdd(f.floats("x"), f.floats("bias"))));
    ALL.put(
        "batch_norm batch_normalization",
        Function.of(
            "x mean variance offset scale axis epsilon/variance_epsilon",
            ProductFunctions::batchNorm));
  }

  private ProductFunctions() {}

  private static Value matmul(FunctionCall f) {
    boolean a = f.b("transpose_a", false) || f.b("adjoint_a", false);
    boolean b = f.b("transpose_b", false) || f.b("adjoint_b", false);
    Value x = f.floats("x");
    Value y = f.floats("y");
    int rankX = FunctionCall.rank(x);
    int rankY = FunctionCall.rank(y);
    if (rankX == 1 || rankY == 1) {
      return vector(f.tf(), x, y);
    }
    return rankX == 2 && rankY == 2
        ? f.tf().op(new MatMul(a, b), x, y)
        : f.tf().op(new BatchMatMulV2(a, b), x, y);
  }

  /// A product with a vector, which is a row on the left and a column on the right.
  private static Value vector(Tf tf, Value x, Value y) {
    boolean left = FunctionCall.rank(x) == 1;
    boolean right = FunctionCall.rank(y) == 1;
    Value product = tf.matMul(left ? tf.expandDims(x, 0) : x, right ? tf.expandDims(y, 1) : y);
    int rank = FunctionCall.rank(product);
    if (left && right) {
      return tf.reshape(product);
    }
    return tf.squeeze(product, left ? rank - 2 : rank - 1);
  }

  /// NumPy's: the last axis of `x` with the last but one of `y`.
  private static Value dot(FunctionCall f) {
    Value x = f.floats("x");
    Value y = f.floats("y");
    int rankX = FunctionCall.rank(x);
    int rankY = FunctionCall.rank(y);
    if (rankX == 0 || rankY == 0) {
      return f.tf().mul(x, y);
    }
    return along(f, x, new int[] {rankX - 1}, y, new int[] {Math.max(rankY - 2, 0)});
  }

  private static Value tensordot(FunctionCall f) {
    Value x = f.floats("x");
    Value y = f.floats("y");
    Tree axes = f.get("axes");
    if (axes.isList() && axes.size() == 2) {
      return along(f, x, axes(f, axes.path(0), x), y, axes(f, axes.path(1), y));
    }
    int n = f.i("axes", 2);
    int rank = FunctionCall.rank(x);
    if (n < 0 || n > rank || n > FunctionCall.rank(y)) {
      throw f.wrong("axes", "a number of axes that both have");
    }
    return along(
        f, x, IntStream.range(rank - n, rank).toArray(), y, IntStream.range(0, n).toArray());
  }

  private static int[] axes(FunctionCall f, Tree given, Value x) {
    int rank = FunctionCall.rank(x);
    return (given.isList() ? given.items() : List.of(given))
        .stream()
            .mapToInt(a -> {
              if (!a.isInt() || a.intValue() < -rank || a.intValue() >= rank) {
                throw f.wrong("axes", "axes of " + x.type());
              }
              return Math.floorMod(a.intValue(), rank);
            })
            .toArray();
  }

  private static Value along(FunctionCall f, Value x, int[] a, Value y, int[] b) {
    if (a.length != b.length) {
      throw f.wrong("axes", "as many axes of one as of the other");
    }
    int rankX = FunctionCall.rank(x);
    StringBuilder left = new StringBuilder();
    StringBuilder right = new StringBuilder();
    for (int i = 0; i < rankX; i++) {
      left.append((char) ('a' + i));
    }
    for (int i = 0; i < FunctionCall.rank(y); i++) {
      right.append((char) ('A' + i));
    }
    for (int i = 0; i < a.length; i++) {
      right.setCharAt(b[i], left.charAt(a[i]));
    }
    StringBuilder output = new StringBuilder();
    left.chars().filter(c -> right.indexOf("" + (char) c) < 0).forEach(output::appendCodePoint);
    right.chars().filter(c -> left.indexOf("" + (char) c) < 0).forEach(output::appendCodePoint);
    return Contraction.of(f.tf(), left + "," + right + "->" + output, List.of(x, y));
  }

  /// Keras 3 gives the equation in the config and all operands as arguments.
  private static Value einsum(FunctionCall f) {
    if (!f.has("subscripts")) {
      throw new UnsupportedModelException(
          "einsum of Keras 2 loses its tensors when a model is saved, so nobody can restore it; use"
              + " an EinsumDense layer, or Keras 3");
    }
    List<Value> operands =
        f.arguments().positional().stream()
            .flatMap(a -> f.arguments().tensors(a).stream())
            .map(v -> f.tf().cast(v, DataType.FLOAT))
            .toList();
    return Contraction.of(f.tf(), f.s("subscripts", ""), operands);
  }

  /// Attention of heads that are there already: `[B, T, N, H]`.
  private static Value attention(FunctionCall f) {
    Tf tf = f.tf();
    Value query = Inputs.ofRank(f.floats("query"), 4);
    Value key = Inputs.ofRank(f.floats("key"), 4);
    Value value = Inputs.ofRank(f.floats("value"), 4);
    if (query.shape().dim(2) != key.shape().dim(2)) {
      throw f.wrong("key", "of as many heads as the query");
    }
    double scale = f.d("scale", 1 / Math.sqrt(key.shape().dim(3)));
    Value q = tf.mul(tf.transpose(query, 0, 2, 1, 3), tf.scalar((float) scale));
    Value scores = tf.op(new BatchMatMulV2(false, true), q, tf.transpose(key, 0, 2, 1, 3));
    if (f.has("bias")) {
      scores = tf.add(scores, f.floats("bias"));
    }
    Optional<Value> mask =
        f.has("mask") ? Optional.of(f.value("mask", DataType.BOOL)) : Optional.empty();
    Optional<Value> causal =
        f.b("is_causal", false)
            ? Optional.of(Attending.causal(tf, query, value))
            : Optional.empty();
    Optional<Value> all = Attending.all(tf, List.of(mask, causal));
    Attending attending = Attending.of(tf, scores, tf.transpose(value, 0, 2, 1, 3), all);
    return tf.transpose(attending.result(), 0, 2, 1, 3);
  }

  private static Value batchNorm(FunctionCall f) {
    Tf tf = f.tf();
    Value x = f.floats("x");
    int rank = FunctionCall.rank(x);
    if (f.axis("axis", -1, rank) != rank - 1) {
      throw f.wrong("axis", "the last one");
    }
    Value rate =
        tf.unary(
            Unary.F.RSQRT, tf.add(f.floats("variance"), tf.scalar((float) f.d("epsilon", 1e-3))));
    Value scale = f.has("scale") ? tf.mul(rate, f.floats("scale")) : rate;
    Value y = tf.mul(tf.sub(x, f.floats("mean")), scale);
    return f.has("offset") ? tf.add(y, f.floats("offset")) : y;
  }
}
