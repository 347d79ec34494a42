package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;

/// `y = x`, through which no gradient flows back.
public record StopGradient() implements Op {
  static final OpDef<StopGradient> DEF =
      OpDef.constant(new StopGradient(), StopGradient.class).type("T", 0);

  @Override
  public String name() {
    return "StopGradient";
  }

  @Override
  public boolean keepsOrder() {
    return true;
  }

  @Override
  public List<Axis> sameLength(Node node, int axis) {
    return Axis.of(node, 0, axis);
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
  public Shape elements(List<Value> inputs) {
    return inputs.getFirst().elements();
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    return inputs;
  }
}
