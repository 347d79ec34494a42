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

/// Where the elements of a sparse tensor stand once it has another shape, of which one length may
/// be -1 for what is left. Inputs, all int32: `indices [n, rank]`, the vectors `shape` and `new
/// shape`. Results: the new indices and the new shape.
public record SparseReshape() implements Op {
  static final OpDef<SparseReshape> DEF =
      OpDef.constant(new SparseReshape(), SparseReshape.class)
          .results("output_indices", "output_shape");

  @Override
  public String name() {
    return "SparseReshape";
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.INT, Kind.INT, Kind.INT);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape indices = inputs.get(0).shape();
    Shape wanted = inputs.get(2).shape();
    check(indices, inputs.get(1).shape(), wanted);
    int n = indices.hasRank() ? indices.dim(0) : Shape.UNKNOWN_DIM;
    int rank = wanted.hasRank() ? wanted.dim(0) : Shape.UNKNOWN_DIM;
    return List.of(TensorType.of(DataType.INT32, n, rank), TensorType.of(DataType.INT32, rank));
  }

  private static void check(Shape indices, Shape shape, Shape wanted) {
    boolean fits =
        indices.isCompatible(Shape.of(-1, -1))
            && shape.isCompatible(indices.hasRank() ? indices.sub(1, 2) : Shape.of(-1))
            && wanted.isCompatible(Shape.of(-1));
    if (!fits) {
      throw new ShapeException(
          "takes indices [n, rank] and two shapes, the first of that rank, but these are "
              + indices
              + ", "
              + shape
              + " and "
              + wanted);
    }
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor indices = inputs.get(0);
    check(indices.shape(), inputs.get(1).shape(), inputs.get(2).shape());
    Shape from = Shape.of(inputs.get(1).rawInts());
    Shape to = reshaped(from, Shape.of(inputs.get(2).rawInts()));
    int n = indices.shape().dim(0);
    Shape shape = Shape.of(n, to.rank());
    int[] out = new int[shape.size()];
    for (int i = 0; i < n; i++) {
      long at = 0;
      for (int axis = 0; axis < from.rank(); axis++) {
        int index = indices.rawInts()[i * from.rank() + axis];
        if (index < 0 || index >= from.dim(axis)) {
          throw new ShapeException(
              "index " + index + " is not within axis " + axis + " of " + from);
        }
        at = at * from.dim(axis) + index;
      }
      for (int axis = to.rank() - 1; axis >= 0; axis--) {
        out[i * to.rank() + axis] = (int) (at % to.dim(axis));
        at /= to.dim(axis);
      }
    }
    return List.of(Tensor.adopt(out, shape), Tensor.adopt(to.dims(), to.rank()));
  }

  private static Shape reshaped(Shape from, Shape wanted) {
    long size = from.longSize();
    long known = wanted.knownSize();
    Shape to = wanted;
    if (wanted.unknownDims() == 1 && known > 0 && size / known <= Integer.MAX_VALUE) {
      int open = Arrays.stream(wanted.dims()).boxed().toList().indexOf(Shape.UNKNOWN_DIM);
      to = wanted.with(open, (int) (size / known));
    }
    if (size == Long.MAX_VALUE || !to.isFullyDefined() || to.longSize() != size) {
      throw new ShapeException("a sparse " + from + " does not reshape to " + wanted);
    }
    return to;
  }
}
