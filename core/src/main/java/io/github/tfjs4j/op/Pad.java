package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.AttrValue;
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

/// `x` with `paddings[i, 0]` zeros before and `paddings[i, 1]` behind along axis `i`; `paddings` is
/// int32 `[rank, 2]`.
public record Pad() implements Op {
  static final OpDef<Pad> DEF =
      OpDef.constant(new Pad(), Pad.class)
          .type("T", 0)
          .type("Tpaddings", 1)
          .only("constant_value", new AttrValue.F(0));

  @Override
  public String name() {
    return "Pad";
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.ANY, Kind.INT);
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
    Tensor zero = Elements.cast(Tensor.scalar(0), x.type());
    return List.of(Elements.pad(x, Paddings.of(x, inputs.get(1)), zero));
  }
}
