package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Operands.Kind;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.Arrays;
import java.util.List;

/// The `k` greatest elements along the last axis of `x`, the greatest first, and where they stand;
/// of equal ones that with the lower index comes first, and NaN comes last.
///
/// @param sorted whether the order is asked for; they are in order anyway
public record TopKV2(boolean sorted) implements Op {
  static final OpDef<TopKV2> DEF =
      OpDef.named("TopKV2", TopKV2.class, a -> new TopKV2(a.b("sorted", true)))
          .type("T", 0)
          .b("sorted", TopKV2::sorted)
          .results("values", "indices");

  @Override
  public String name() {
    return "TopKV2";
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.ANY, Kind.INDEX);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape x = inputs.get(0).shape();
    Shape out = Shape.UNKNOWN;
    if (x.hasRank()) {
      int axis = x.axis(-1);
      inputs.get(1).constantInts().ifPresent(k -> check(k[0], x.dim(axis), x));
      out = x.with(axis, ShapeValue.scalar(inputs.get(1)));
    }
    return List.of(inputs.get(0).type().withShape(out), new TensorType(DataType.INT32, out));
  }

  private static void check(int k, int length, Shape x) {
    if (k < 0 || (length != Shape.UNKNOWN_DIM && k > length)) {
      throw new ShapeException(
          "k is from 0 to the last dimension of " + x + ", but it is asked for " + k);
    }
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = Elements.numbers(inputs.get(0));
    int k = inputs.get(1).rawInts()[0];
    int length = x.shape().dim(-1);
    check(k, length, x.shape());
    Shape shape = x.shape().with(-1, k);
    Elements from = Elements.of(x);
    Elements values = Elements.make(x.type(), shape);
    int[] indices = new int[shape.size()];
    long[] row = new long[length];
    for (int to = 0, at = 0; to < indices.length; to += k, at += length) {
      for (int i = 0; i < length; i++) {
        row[i] = ((long) descending(x, at + i) << 32) | i;
      }
      Arrays.sort(row);
      for (int i = 0; i < k; i++) {
        indices[to + i] = (int) row[i];
        values.copy(to + i, from, at + indices[to + i], 1);
      }
    }
    return List.of(values.tensor(shape), Tensor.adopt(indices, shape));
  }

  /// A number that is less where element `i` is greater.
  private static int descending(Tensor x, int i) {
    return switch (x.type()) {
      case INT32 -> ~x.rawInts()[i];
      case BOOL -> ~x.rawBools()[i];
      default -> {
        float v = x.rawFloats()[i] + 0f;
        int bits = Float.floatToIntBits(v);
        yield Float.isNaN(v) ? Integer.MAX_VALUE : ~(bits ^ ((bits >> 31) & Integer.MAX_VALUE));
      }
    };
  }
}
