package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;
import java.util.OptionalInt;

/// As [DenseBincount], over all elements of an int32 `x` of any rank: how often each value from 0
/// to `size - 1` occurs. `weights` are as many as the elements, or none.
public record Bincount() implements Op {
  static final OpDef<Bincount> DEF = OpDef.constant(new Bincount(), Bincount.class).type("T", 2);

  private static final DenseBincount OF_VECTOR = new DenseBincount(false);

  @Override
  public String name() {
    return "Bincount";
  }

  @Override
  public OptionalInt indexBound(Node node, int input) {
    return OF_VECTOR.indexBound(node, input);
  }

  @Override
  public Operands operands() {
    return OF_VECTOR.operands();
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape x = inputs.get(0).shape();
    Shape weights = inputs.get(2).shape();
    if (x.isFullyDefined() && weights.isFullyDefined()) {
      check(x, weights);
    }
    return List.of(
        new TensorType(inputs.get(2).dataType(), Shape.of(ShapeValue.scalar(inputs.get(1)))));
  }

  private static void check(Shape x, Shape weights) {
    if (weights.longSize() != 0 && weights.longSize() != x.longSize()) {
      throw new ShapeException(
          "weights are none or as many as the values, but these are " + weights + " to " + x);
    }
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    Tensor weights = inputs.get(2);
    check(x.shape(), weights.shape());
    return OF_VECTOR.evaluate(
        List.of(
            x.reshape(Shape.of(x.size())),
            inputs.get(1),
            weights.reshape(Shape.of(weights.size()))));
  }
}
