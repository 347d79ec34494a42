package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;

/// Zeros of the shape and type of `x`.
public record ZerosLike() implements Op {
  static final OpDef<ZerosLike> DEF = OpDef.constant(new ZerosLike(), ZerosLike.class).type("T", 0);

  @Override
  public String name() {
    return "ZerosLike";
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
  public List<Axis> sameLength(Node node, int axis) {
    return Axis.of(node, 0, axis);
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    return List.of(Tensor.zeros(inputs.getFirst().type(), inputs.getFirst().shape()));
  }
}
