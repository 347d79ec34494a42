package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;

/// Ones of the shape and type of `x`.
public record OnesLike() implements Op {
  static final OpDef<OnesLike> DEF = OpDef.constant(new OnesLike(), OnesLike.class).type("T", 0);

  @Override
  public String name() {
    return "OnesLike";
  }

  @Override
  public Operands operands() {
    return Operands.any(1);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return List.of(inputs.getFirst().type());
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.getFirst();
    Elements out = Elements.make(x.type(), x.shape());
    out.fill(Elements.cast(Tensor.scalar(1), x.type()));
    return List.of(out.tensor(x.shape()));
  }
}
