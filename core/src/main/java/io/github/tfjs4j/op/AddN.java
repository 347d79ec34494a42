package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;
import java.util.Optional;

/// The sum of any number of tensors of one shape and type.
public record AddN() implements Op {
  static final OpDef<AddN> DEF = OpDef.constant(new AddN(), AddN.class).count("N", 0).type("T", 0);

  @Override
  public String name() {
    return "AddN";
  }

  @Override
  public boolean elementwise() {
    return true;
  }

  @Override
  public Operands operands() {
    return Operands.atLeast(1);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape shape = Shape.UNKNOWN;
    DataType type = inputs.getFirst().dataType();
    for (Value v : inputs) {
      shape = shape.merge(v.shape());
      type = ElementTypes.upcast(type, v.dataType());
    }
    return List.of(new TensorType(type, shape));
  }

  @Override
  public Optional<Value> simplify(List<Value> inputs, GraphBuilder to) {
    return inputs.size() == 1 ? Optional.of(inputs.getFirst()) : Optional.empty();
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Binary add = new Binary(Binary.F.ADD_V2);
    Tensor sum = inputs.getFirst();
    for (Tensor t : inputs.subList(1, inputs.size())) {
      sum = add.evaluate(List.of(sum, t)).getFirst();
    }
    return List.of(sum);
  }
}
