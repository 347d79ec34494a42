package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// [GatherV2] along the first axis: TensorFlow's first form. Inputs: `x`, `indices`.
public record Gather() implements Op {
  static final OpDef<Gather> DEF =
      OpDef.constant(new Gather(), Gather.class)
          .type("Tparams", 0)
          .type("Tindices", 1)
          .ignores("validate_indices");

  private static final GatherV2 SECOND = new GatherV2(0);
  private static final Tensor FIRST_AXIS = Tensor.scalar(0);

  @Override
  public String name() {
    return "Gather";
  }

  @Override
  public boolean movesValues() {
    return true;
  }

  @Override
  public OptionalInt indexBound(Node node, int input) {
    Shape x = node.input(0).shape();
    return input == 1 && x.hasRank() && x.isKnown(0)
        ? OptionalInt.of(x.dim(0))
        : OptionalInt.empty();
  }

  @Override
  public Operands operands() {
    return Operands.any(2);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape x = inputs.get(0).shape();
    Shape indices = inputs.get(1).shape();
    Shape out = Shape.UNKNOWN;
    if (x.hasRank()) {
      x.axis(0);
      out = indices.hasRank() ? GatherV2.gathered(x, indices, 0, 0) : Shape.UNKNOWN;
    }
    return List.of(inputs.get(0).type().withShape(out));
  }

  @Override
  public Optional<Value> simplify(List<Value> inputs, GraphBuilder to) {
    Value axis = to.add(new Const(FIRST_AXIS));
    return Optional.of(to.add(SECOND, inputs.get(0), inputs.get(1), axis));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    return SECOND.evaluate(List.of(inputs.get(0), inputs.get(1), FIRST_AXIS));
  }
}
