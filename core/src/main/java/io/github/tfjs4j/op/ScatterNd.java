package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Operands.Kind;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;

/// Zeros of `shape` but for the slices that the int32 tensor `indices [..., n]` names, at the
/// leading `n` indices: those are `updates`. Several for one place are added. Inputs: `indices`,
/// `updates`, the int32 vector `shape`.
public record ScatterNd() implements Op {
  static final OpDef<ScatterNd> DEF =
      OpDef.constant(new ScatterNd(), ScatterNd.class).type("T", 1).type("Tindices", 0);

  @Override
  public String name() {
    return "ScatterNd";
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.ANY, Kind.ANY, Kind.INT);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape shape = inputs.get(2).elements();
    Scatter.checkShapes(shape, inputs.get(0).shape(), inputs.get(1).shape());
    return List.of(inputs.get(1).type().withShape(shape));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor updates = inputs.get(1);
    Shape shape = Shape.of(inputs.get(2).rawInts());
    Scatter.checkShapes(shape, inputs.get(0).shape(), updates.shape());
    Elements from = Elements.of(updates);
    Elements out = Elements.make(updates.type(), shape);
    Scatter.each(shape, inputs.get(0), (to, at, n) -> out.add(to, from, at, n));
    return List.of(out.tensor(shape));
  }
}
