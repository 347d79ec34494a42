package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Operands.Kind;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;

/// A tensor of the shape in the int32 vector `dims`, every element the scalar `value`.
public record Fill() implements Op {
  static final OpDef<Fill> DEF =
      OpDef.constant(new Fill(), Fill.class).type("T", 1).type("index_type", 0);

  @Override
  public String name() {
    return "Fill";
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.INT, Kind.SCALAR);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return List.of(new TensorType(inputs.get(1).dataType(), inputs.get(0).elements()));
  }

  /// A length that was read from a shape.
  @Override
  public List<Axis> sameLength(Node node, int axis) {
    Value dims = node.input(0);
    boolean packed =
        dims.op() instanceof Pack pack && pack.axis() == 0 && axis < dims.node().inputs().size();
    return packed
        ? ShapeOp.axis(dims.node().input(axis)).map(List::of).orElse(List.of())
        : List.of();
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Shape shape = Shape.of(inputs.get(0).rawInts());
    Elements out = Elements.make(inputs.get(1).type(), shape);
    out.fill(inputs.get(1));
    return List.of(out.tensor(shape));
  }
}
