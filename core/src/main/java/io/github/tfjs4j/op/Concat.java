package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Operands.Kind;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// [ConcatV2] with the int32 scalar `axis` as the first input: TensorFlow's first form.
public record Concat() implements Op {
  static final OpDef<Concat> DEF =
      OpDef.constant(new Concat(), Concat.class).count("N", 1).type("T", 1);

  private static final ConcatV2 SECOND = new ConcatV2();

  @Override
  public String name() {
    return "Concat";
  }

  @Override
  public Operands operands() {
    return Operands.oneAndMany(Kind.INDEX);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return SECOND.infer(axisLast(inputs));
  }

  @Override
  public Shape elements(List<Value> inputs) {
    return SECOND.elements(axisLast(inputs));
  }

  @Override
  public Optional<Value> simplify(List<Value> inputs, GraphBuilder to) {
    return Optional.of(to.add(SECOND, axisLast(inputs)));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    return SECOND.evaluate(axisLast(inputs));
  }

  private static <T> List<T> axisLast(List<T> inputs) {
    List<T> out = new ArrayList<>(inputs.subList(1, inputs.size()));
    out.add(inputs.getFirst());
    return out;
  }
}
