package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Operands.Kind;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;
import java.util.Optional;

/// `x` with `paddings[i, 0]` copies of the scalar `constant_values` before and `paddings[i, 1]`
/// behind along axis `i`.
public record PadV2() implements Op {
  static final OpDef<PadV2> DEF =
      OpDef.constant(new PadV2(), PadV2.class).type("T", 0).type("Tpaddings", 1);

  @Override
  public String name() {
    return "PadV2";
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.ANY, Kind.INT, Kind.SCALAR);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return List.of(
        inputs.get(0).type().withShape(Paddings.padded(inputs.get(0).shape(), inputs.get(1))));
  }

  @Override
  public Optional<Value> simplify(List<Value> inputs, GraphBuilder to) {
    return Paddings.areNone(inputs.get(1)) ? Optional.of(inputs.getFirst()) : Optional.empty();
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.getFirst();
    Tensor value = Elements.cast(inputs.get(2), x.type());
    return List.of(Elements.pad(x, Paddings.of(x, inputs.get(1)), value));
  }
}
