package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;
import java.util.Optional;

/// `y = x`: TF.js does not imitate a quantisation. Inputs: `x` and the scalars `min` and `max`.
public record FakeQuantWithMinMaxVars(int numBits, boolean narrowRange) implements Op {
  static final OpDef<FakeQuantWithMinMaxVars> DEF =
      OpDef.named(
              "FakeQuantWithMinMaxVars",
              FakeQuantWithMinMaxVars.class,
              a -> new FakeQuantWithMinMaxVars(a.i("num_bits", 8), a.b("narrow_range", false)))
          .i("num_bits", FakeQuantWithMinMaxVars::numBits)
          .b("narrow_range", FakeQuantWithMinMaxVars::narrowRange);

  @Override
  public String name() {
    return "FakeQuantWithMinMaxVars";
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
    return Operands.any(3);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return List.of(inputs.getFirst().type());
  }

  @Override
  public Optional<Value> simplify(List<Value> inputs, GraphBuilder to) {
    return Optional.of(inputs.getFirst());
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    return List.of(inputs.getFirst());
  }
}
