package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.op.BatchMatMulV2;
import io.github.tfjs4j.op.Reduce;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.Unary;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The products of two inputs along one axis of each, batch by batch, as a batched matrix product:
/// the result has the other axes of the first input, then those of the second. With `normalize`
/// both are of length 1 along these axes first.
public final class DotLayer implements Layer {
  @Override
  public String className() {
    return "Dot";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.exactly(2).ofRankAtLeast(2);
  }

  @Override
  public Lowered lower(LayerCall call) {
    Tf tf = call.tf();
    List<Value> inputs = Merging.inputs(call);
    int[] given = call.config().ints("axes").orElseThrow(() -> call.config().wrong("axes", "axes"));
    if (given.length > 2 || given.length == 0) {
      throw call.config().wrong("axes", "one axis or two");
    }
    Value x = inputs.get(0);
    Value y = inputs.get(1);
    int i = Inputs.axis(call, "axes", given[0], x);
    int j = Inputs.axis(call, "axes", given[given.length - 1], y);
    if (i == 0 || j == 0) {
      throw call.config().wrong("axes", "axes behind the batch");
    }
    if (call.config().b("normalize", false)) {
      x = normalized(call, x, i);
      y = normalized(call, y, j);
    }
    return Lowered.unmasked(product(tf, x, i, y, j));
  }

  private static Value normalized(LayerCall call, Value x, int axis) {
    Tf tf = call.tf();
    float least = call.semantics() == Semantics.TFJS ? 1e-7f : 1e-12f;
    Value square = tf.reduce(Reduce.F.SUM, tf.unary(Unary.F.SQUARE, x), true, axis);
    return tf.mul(x, tf.unary(Unary.F.RSQRT, tf.maximum(square, tf.scalar(least))));
  }

  private static Value product(Tf tf, Value x, int i, Value y, int j) {
    int rankX = x.shape().rank();
    int rankY = y.shape().rank();
    // [batch, rows, inner] x [batch, inner, columns]; a matrix may lie either way.
    boolean adjX = rankX == 3 && i == 1;
    boolean adjY = rankY == 3 && j == 2;
    Value a = rankX == 3 ? x : matrix(tf, x, i, true);
    Value b = rankY == 3 ? y : matrix(tf, y, j, false);
    Value product = tf.op(new BatchMatMulV2(adjX, adjY), a, b);
    if (rankX == 3 && rankY == 3) {
      return product;
    }
    if (rankX <= 3 && rankY <= 3) {
      return tf.squeeze(product, rankX == 2 ? 1 : 2);
    }
    List<Length> shape = new ArrayList<>(List.of(Length.of(product, 0)));
    IntStream.range(1, rankX).filter(k -> k != i).forEach(k -> shape.add(Length.of(x, k)));
    IntStream.range(1, rankY).filter(k -> k != j).forEach(k -> shape.add(Length.of(y, k)));
    if (shape.size() == 1) {
      shape.add(Length.of(1));
    }
    return Length.reshape(tf, product, shape);
  }

  /// `x` as matrices: `axis` last (`rows`) or first, all other axes made one.
  private static Value matrix(Tf tf, Value x, int axis, boolean rows) {
    int rank = x.shape().rank();
    if (rank == 2) {
      return tf.expandDims(x, rows ? 1 : 2);
    }
    int[] others = IntStream.range(1, rank).filter(k -> k != axis).toArray();
    IntStream order =
        rows
            ? IntStream.concat(IntStream.of(others), IntStream.of(axis))
            : IntStream.concat(IntStream.of(axis), IntStream.of(others));
    Value moved = tf.transpose(x, IntStream.concat(IntStream.of(0), order).toArray());
    Length merged = Length.of(1);
    for (int k : others) {
      merged = merged.times(Length.of(x, k));
    }
    Length inner = Length.of(x, axis);
    return Length.reshape(
        tf,
        moved,
        rows ? List.of(Length.of(x, 0), merged, inner) : List.of(Length.of(x, 0), inner, merged));
  }
}
