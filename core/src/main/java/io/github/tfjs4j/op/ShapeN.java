package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;

/// Result `i` is the shape of input `i`: a float32 vector, as in TF.js, where [ShapeOp] gives an
/// int32 one.
public record ShapeN() implements Op {
  static final OpDef<ShapeN> DEF =
      OpDef.constant(new ShapeN(), ShapeN.class).count("N", 0).type("T", 0);

  @Override
  public String name() {
    return "ShapeN";
  }

  @Override
  public Operands operands() {
    return Operands.atLeast(1);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return inputs.stream()
        .map(Value::shape)
        .map(x -> x.hasRank() ? Shape.of(x.rank()) : Shape.ofRank(1))
        .map(shape -> new TensorType(DataType.FLOAT, shape))
        .toList();
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    return inputs.stream()
        .map(x -> Elements.cast(Tensor.ints(x.shape().dims()), DataType.FLOAT))
        .toList();
  }
}
