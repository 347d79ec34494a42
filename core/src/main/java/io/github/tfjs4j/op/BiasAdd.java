package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;
import java.util.OptionalInt;

/// `y[..., c] = x[..., c] + bias[c]`.
public record BiasAdd() implements ImageOp {
  static final OpDef<ImageOp> DEF =
      ChannelsFirst.too(
          OpDef.constant(new BiasAdd(), BiasAdd.class)
              .type("T", 0)
              .always("data_format", new AttrValue.S("NHWC")));

  @Override
  public String name() {
    return "BiasAdd";
  }

  @Override
  public OptionalInt axes() {
    return OptionalInt.empty();
  }

  @Override
  public int perChannel() {
    return 1;
  }

  @Override
  public List<Axis> sameLength(Node node, int axis) {
    return Axis.of(node, 0, axis);
  }

  @Override
  public Operands operands() {
    return Operands.any(2);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Value x = inputs.get(0);
    Value bias = inputs.get(1);
    Shape b = bias.shape();
    if (x.shape().hasRank() && b.hasRank()) {
      if (b.rank() > 1 || x.shape().rank() < b.rank()) {
        throw new ShapeException("the bias has rank 1, but here it is " + b + " to " + x.shape());
      }
      if (b.rank() == 1 && b.isKnown(0) && x.shape().isKnown(-1) && b.dim(0) != x.shape().dim(-1)) {
        throw new ShapeException(
            "the bias has "
                + b.dim(0)
                + " elements, the last axis of "
                + x.shape()
                + " takes "
                + x.shape().dim(-1));
      }
    }
    Shape shape = x.shape();
    if (shape.hasRank() && b.hasRank() && b.rank() == 1 && shape.dim(-1) == Shape.UNKNOWN_DIM) {
      shape = shape.with(-1, b.dim(0));
    }
    return List.of(new TensorType(ElementTypes.upcast(x.dataType(), bias.dataType()), shape));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    return new Binary(Binary.F.ADD_V2).evaluate(inputs);
  }
}
