package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;

/// Result `i` is input `i`.
public record IdentityN() implements Op {
  static final OpDef<IdentityN> DEF =
      OpDef.constant(new IdentityN(), IdentityN.class).types("T", 0);

  @Override
  public String name() {
    return "IdentityN";
  }

  @Override
  public Operands operands() {
    return Operands.atLeast(1);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return inputs.stream().map(Value::type).toList();
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    return inputs;
  }
}
