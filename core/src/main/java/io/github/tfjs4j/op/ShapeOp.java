package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Axis;
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

  /// The axis whose length a scalar is: `Shape(x)[k]`.
  public static Optional<Axis> axis(Value length) {
    if (!(length.op() instanceof StridedSlice slice)
        || !(length.node().input(0).op() instanceof ShapeOp)
        || slice.shrinkAxisMask() != 1
        || !length.shape().equals(Shape.SCALAR)) {
      return Optional.empty();
    }
    Value x = length.node().input(0).node().input(0);
    return length
        .node()
        .input(1)
        .constantInts()
        .filter(begin -> begin.length == 1 && x.shape().hasRank())
        .map(begin -> begin[0] < 0 ? begin[0] + x.shape().rank() : begin[0])
        .filter(k -> k >= 0 && k < x.shape().rank())
        .map(k -> new Axis(x, k));
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
