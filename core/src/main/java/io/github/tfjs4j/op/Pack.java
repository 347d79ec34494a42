package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tensors of one shape side by side along a new axis.
///
/// @param axis where the new axis is in the result; negative ones count from its end
public record Pack(int axis) implements Op {
  static final OpDef<Pack> DEF =
      OpDef.named("Pack", Pack.class, a -> new Pack(a.i("axis", 0)))
          .count("N", 0)
          .type("T", 0)
          .i("axis", Pack::axis);

  @Override
  public String name() {
    return "Pack";
  }

  @Override
  public Operands operands() {
    return Operands.atLeast(1);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape shape = Shape.UNKNOWN;
    for (Value v : inputs) {
      shape = shape.merge(v.shape());
    }
    if (shape.hasRank()) {
      Shape out = ExpandDims.expanded(shape, axis);
      shape = out.with(axis, inputs.size());
    }
    return List.of(inputs.getFirst().type().withShape(shape));
  }

  @Override
  public Optional<Value> simplify(List<Value> inputs, GraphBuilder to) {
    return ShapeValue.fold(this, inputs, to);
  }

  /// Of scalars: of anything else the result is no vector.
  @Override
  public Shape elements(List<Value> inputs) {
    return inputs.size() > Node.MOST_ELEMENTS
        ? Shape.UNKNOWN
        : Shape.of(inputs.stream().mapToInt(ShapeValue::scalar).toArray());
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Shape each = inputs.getFirst().shape();
    Shape one = ExpandDims.expanded(each, axis);
    List<Tensor> parts = new ArrayList<>();
    for (Tensor t : inputs) {
      parts.add(t.reshape(one));
    }
    parts.add(Tensor.scalar(axis));
    return new ConcatV2().evaluate(parts);
  }
}
