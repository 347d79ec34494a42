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

/// A sparse tensor with an element in every row: `default` in column 0 of those that have none.
/// Inputs: int32 `indices [n, rank]`, `values [n]`, the int32 vector `shape [rank]`, the scalar
/// `default`. Results: indices and values, in the order of the rows; for every row whether it was
/// empty; for every value where it is now.
public record SparseFillEmptyRows() implements Op {
  static final OpDef<SparseFillEmptyRows> DEF =
      OpDef.constant(new SparseFillEmptyRows(), SparseFillEmptyRows.class)
          .type("T", 1)
          .results("output_indices", "output_values", "empty_row_indicator", "reverse_index_map");

  @Override
  public String name() {
    return "SparseFillEmptyRows";
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.INT, Kind.ANY, Kind.INT, Kind.SCALAR);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape indices = inputs.get(0).shape();
    Shape shape = inputs.get(2).elements();
    check(indices, inputs.get(1).shape(), shape);
    ElementTypes.requireSame(inputs.get(1), inputs.get(3));
    int rows = shape.hasRank() ? shape.dim(0) : Shape.UNKNOWN_DIM;
    int rank = indices.hasRank() ? indices.dim(1) : Shape.UNKNOWN_DIM;
    int full =
        inputs.get(0).constant().isPresent() && rows >= 0
            ? full(inputs.get(0).constant().get().tensor(), rows)
            : Shape.UNKNOWN_DIM;
    return List.of(
        TensorType.of(DataType.INT32, full, rank),
        TensorType.of(inputs.get(1).dataType(), full),
        TensorType.of(DataType.BOOL, rows),
        TensorType.of(DataType.INT32, indices.hasRank() ? indices.dim(0) : Shape.UNKNOWN_DIM));
  }

  private static void check(Shape indices, Shape values, Shape shape) {
    boolean fits =
        indices.isCompatible(Shape.of(-1, -1))
            && values.isCompatible(indices.hasRank() ? indices.sub(0, 1) : Shape.of(-1))
            && (!shape.hasRank() || shape.rank() > 0)
            && (!shape.hasRank() || !indices.isKnown(1) || indices.dim(1) == shape.rank());
    if (!fits) {
      throw new ShapeException(
          "takes indices [n, rank], values [n] and a shape of that rank, but these are "
              + indices
              + ", "
              + values
              + " and "
              + shape);
    }
  }

  /// How many elements there are once no row is empty.
  private static int full(Tensor indices, int rows) {
    int rank = indices.shape().dim(1);
    int[] row = new int[indices.shape().dim(0)];
    for (int i = 0; i < row.length; i++) {
      row[i] = indices.rawInts()[i * rank];
      if (row[i] < 0 || row[i] >= rows) {
        throw new ShapeException("there is no row " + row[i] + " of " + rows);
      }
    }
    int distinct = (int) Arrays.stream(row).distinct().count();
    return Shape.plus(row.length, rows - distinct);
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor indices = inputs.get(0);
    Tensor values = inputs.get(1);
    Shape shape = Shape.of(inputs.get(2).rawInts());
    check(indices.shape(), values.shape(), shape);
    int n = indices.shape().dim(0);
    int rank = shape.rank();
    int rows = shape.dim(0);
    Shape full = Shape.of(full(indices, rows), rank);
    // The number of elements of each row, then where the row begins.
    int[] begin = new int[rows];
    for (int i = 0; i < n; i++) {
      begin[indices.rawInts()[i * rank]]++;
    }
    byte[] empty = new byte[rows];
    int at = 0;
    for (int row = 0; row < rows; row++) {
      int length = begin[row];
      empty[row] = (byte) (length == 0 ? 1 : 0);
      begin[row] = at;
      at += Math.max(1, length);
    }
    int[] out = new int[full.size()];
    Elements from = Elements.of(values);
    Elements filled = Elements.make(values.type(), full.sub(0, 1));
    filled.fill(Elements.cast(inputs.get(3), values.type()));
    for (int row = 0; row < rows; row++) {
      out[begin[row] * rank] = row;
    }
    int[] moved = new int[n];
    for (int i = 0; i < n; i++) {
      moved[i] = begin[indices.rawInts()[i * rank]]++;
      System.arraycopy(indices.rawInts(), i * rank, out, moved[i] * rank, rank);
      filled.copy(moved[i], from, i, 1);
    }
    return List.of(
        Tensor.adopt(out, full),
        filled.tensor(full.sub(0, 1)),
        Tensor.adoptBools(empty, Shape.of(rows)),
        Tensor.adopt(moved, n));
  }
}
