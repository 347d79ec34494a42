package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.AttrValue;
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

/// The shape of `x` as an int32 vector.
public record ShapeOp() implements Op {
  static final OpDef<ShapeOp> DEF =
      OpDef.constant(new ShapeOp(), ShapeOp.class)
          .type("T", 0)
          .derived("out_type", _ -> new AttrValue.Type(DataType.INT32));

  @Override
  public String name() {
    return "Shape";
  }

  @Override
  public Operands operands() {
    return Operands.any(1);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return List.of(new TensorType(DataType.INT32, rank(inputs.getFirst().shape())));
  }

  private static Shape rank(Shape x) {
    return x.hasRank() ? Shape.of(x.rank()) : Shape.ofRank(1);
  }

  @Override
  public Optional<Value> simplify(List<Value> inputs, GraphBuilder to) {
    Shape x = inputs.getFirst().shape();
    return x.isFullyDefined()
        ? Optional.of(to.add(new Const(Tensor.ints(x.dims()))))
        : Optional.empty();
  }

  @Override
  public Shape elements(List<Value> inputs) {
    return inputs.getFirst().shape();
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    return List.of(Tensor.ints(inputs.getFirst().shape().dims()));
  }
}
