package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;

/// Nothing: a point in the order of execution, with no result.
public record NoOp() implements Op {
  static final OpDef<NoOp> DEF = OpDef.constant(new NoOp(), NoOp.class);

  @Override
  public String name() {
    return "NoOp";
  }

  /// Two points in the order stay two.
  @Override
  public boolean pure() {
    return false;
  }

  @Override
  public boolean free() {
    return true;
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return List.of();
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    return List.of();
  }
}
