package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.Arrays;
import java.util.List;

/// Where each of `values [..., m]` would be put into the sorted row of `sorted [..., n]` of the
/// same number: an int32 `[rows, m]`.
public record Bound(F f) implements Op {
  /// The side of what is equal.
  public enum F {
    /// Before it.
    LOWER("LowerBound"),
    /// Behind it.
    UPPER("UpperBound");

    private final String tfName;

    F(String tfName) {
      this.tfName = tfName;
    }

    /// TensorFlow's name of the op.
    public String tfName() {
      return tfName;
    }
  }

  static List<OpDef<Bound>> defs() {
    return Arrays.stream(F.values())
        .map(f ->
            OpDef.constant(new Bound(f), Bound.class)
                .type("T", 0)
                .derived("out_type", _ -> new AttrValue.Type(DataType.INT32)))
        .toList();
  }

  @Override
  public String name() {
    return f.tfName;
  }

  @Override
  public Operands operands() {
    return Operands.any(2);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape values = inputs.get(1).shape();
    int rows = rows(values);
    check(rows(inputs.get(0).shape()), rows);
    int length = values.hasRank() ? values.dim(-1) : Shape.UNKNOWN_DIM;
    return List.of(new TensorType(DataType.INT32, Shape.of(rows, length)));
  }

  private static int rows(Shape shape) {
    if (!shape.hasRank()) {
      return Shape.UNKNOWN_DIM;
    }
    int rows = 1;
    for (int i = 0; i < shape.axis(-1); i++) {
      rows = Shape.times(rows, shape.dim(i));
    }
    return rows;
  }

  private static void check(int sorted, int values) {
    if (sorted != values && sorted != Shape.UNKNOWN_DIM && values != Shape.UNKNOWN_DIM) {
      throw new ShapeException(
          "each row of values has its sorted row, but there are " + values + " and " + sorted);
    }
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor sorted = Elements.numbers(inputs.get(0));
    Tensor values = Elements.numbers(inputs.get(1));
    int rows = rows(values.shape());
    check(rows(sorted.shape()), rows);
    int n = sorted.shape().dim(-1);
    int m = values.shape().dim(-1);
    int[] out = new int[values.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = position(sorted, i / m * n, n, values.get(i));
    }
    return List.of(Tensor.adopt(out, rows, m));
  }

  private int position(Tensor sorted, int from, int length, double value) {
    int left = 0;
    int right = length;
    while (left < right) {
      int middle = (left + right) >>> 1;
      double v = sorted.get(from + middle);
      if (v < value || (f == F.UPPER && v == value)) {
        left = middle + 1;
      } else {
        right = middle;
      }
    }
    return right;
  }
}
