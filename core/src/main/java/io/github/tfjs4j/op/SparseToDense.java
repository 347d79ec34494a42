package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Operands.Kind;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;

/// A tensor of `shape` that is `default` everywhere but at `indices`, where it is `values`. Inputs:
/// int32 `indices`, a row each, or one index each of a vector, or one of a scalar; the int32 vector
/// `shape`; `values`, one for each of the indices, or a scalar for all of them; the scalar
/// `default`.
public record SparseToDense() implements Op {
  static final OpDef<SparseToDense> DEF =
      OpDef.constant(new SparseToDense(), SparseToDense.class)
          .type("T", 2)
          .type("Tindices", 0)
          .ignores("validate_indices");

  @Override
  public String name() {
    return "SparseToDense";
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.INT, Kind.INT, Kind.ANY, Kind.SCALAR);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape shape = inputs.get(1).elements();
    check(inputs.get(0).shape(), shape, inputs.get(2).shape());
    return List.of(inputs.get(2).type().withShape(shape));
  }

  /// `indices` with a row for each.
  private static Shape rows(Shape indices) {
    return switch (indices.rank()) {
      case 0 -> Shape.of(1, 1);
      case 1 -> Shape.of(indices.dim(0), 1);
      case 2 -> indices;
      default -> throw new ShapeException("indices have a row each, found " + indices);
    };
  }

  private static void check(Shape indices, Shape shape, Shape values) {
    if (!indices.hasRank()) {
      return;
    }
    Shape rows = rows(indices);
    boolean fits =
        (!values.hasRank() || values.rank() == 0 || values.isCompatible(rows.sub(0, 1)))
            && (!shape.hasRank() || !rows.isKnown(1) || rows.dim(1) == shape.rank());
    if (!fits) {
      throw new ShapeException(
          "indices " + indices + " do not name the places of " + values + " in " + shape);
    }
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor values = inputs.get(2);
    Shape shape = Shape.of(inputs.get(1).rawInts());
    check(inputs.get(0).shape(), shape, values.shape());
    Tensor indices = inputs.get(0).reshape(rows(inputs.get(0).shape()));
    Elements from = Elements.of(values);
    Elements out = Elements.make(values.type(), shape);
    out.fill(Elements.cast(inputs.get(3), values.type()));
    boolean one = values.shape().rank() == 0;
    Scatter.each(shape, indices, (to, at, n) -> out.copy(to, from, one ? 0 : at, n));
    return List.of(out.tensor(shape));
  }
}
