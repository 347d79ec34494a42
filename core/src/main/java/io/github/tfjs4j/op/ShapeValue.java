package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/// Int32 values that stand for a shape or a part of one, see [Op#elements].
final class ShapeValue {
  private ShapeValue() {}

  /// The only element of `v`, or -1 where it is unknown or negative.
  static int scalar(Value v) {
    Shape e = v.elements();
    return e.hasRank() && e.rank() == 1 ? e.dim(0) : Shape.UNKNOWN_DIM;
  }

  /// The constant that `op`, a computation on parts of shapes, gives on these inputs, where all of
  /// it is known.
  static Optional<Value> fold(Op op, List<Value> inputs, GraphBuilder to) {
    for (Value v : inputs) {
      if (v.dataType() != DataType.INT32 || !v.shape().hasRank() || v.shape().rank() > 1) {
        return Optional.empty();
      }
    }
    Shape shape = op.infer(inputs).getFirst().shape();
    if (!shape.isFullyDefined() || shape.rank() > 1) {
      return Optional.empty();
    }
    Shape e = op.elements(inputs);
    return e.isFullyDefined() && e.rank() == shape.longSize()
        ? Optional.of(to.add(new Const(Tensor.adopt(e.dims(), shape))))
        : Optional.empty();
  }
}
