package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;

/// `x` with the slices that the int32 tensor `indices [..., n]` names, at its leading `n` indices,
/// replaced by `updates`. Of several for one place the last counts. Inputs: `x`, `indices`,
/// `updates`.
public record TensorScatterUpdate() implements Op {
  static final OpDef<TensorScatterUpdate> DEF =
      OpDef.constant(new TensorScatterUpdate(), TensorScatterUpdate.class)
          .type("T", 0)
          .type("Tindices", 1);

  @Override
  public String name() {
    return "TensorScatterUpdate";
  }

  @Override
  public Operands operands() {
    return Operands.any(3);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    ElementTypes.requireSame(inputs.get(0), inputs.get(2));
    Scatter.checkShapes(inputs.get(0).shape(), inputs.get(1).shape(), inputs.get(2).shape());
    return List.of(inputs.getFirst().type());
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    Elements from = Elements.of(inputs.get(2));
    Elements out = Elements.make(x.type(), x.shape());
    out.copy(0, Elements.of(x), 0, x.size());
    Scatter.each(x.shape(), inputs.get(1), (to, at, n) -> out.copy(to, from, at, n));
    return List.of(out.tensor(x.shape()));
  }
}
