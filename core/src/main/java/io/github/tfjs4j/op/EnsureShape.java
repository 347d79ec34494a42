package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
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

/// `y = x`, which must have a certain shape. TensorFlow has that in the attribute; TF.js only knows
/// a second input, an int32 vector. Here one may have either or both.
///
/// @param shape what the shape must be compatible with
public record EnsureShape(Shape shape) implements Op {
  static final OpDef<EnsureShape> DEF =
      OpDef.named(
              "EnsureShape",
              EnsureShape.class,
              a -> new EnsureShape(a.shape("shape", Shape.UNKNOWN)))
          .type("T", 0)
          .attr("shape", e -> new AttrValue.Dims(e.shape))
          .unlessDefault("shape", new AttrValue.Dims(Shape.UNKNOWN));

  @Override
  public String name() {
    return "EnsureShape";
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
    return Operands.atLeast(1);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Value x = inputs.getFirst();
    Shape wanted = shape;
    if (inputs.size() > 1) {
      Value second = inputs.get(1);
      if (inputs.size() > 2 || (second.type().isKnown() && second.dataType() != DataType.INT32)) {
        throw new ShapeException("takes an input and the int32 vector that its shape must be");
      }
      wanted = wanted.merge(second.elements());
    }
    return List.of(x.type().withShape(ensured(x.shape(), wanted)));
  }

  private static Shape ensured(Shape x, Shape wanted) {
    if (!x.isCompatible(wanted)) {
      throw new ShapeException("the shape must be " + wanted + ", but it is " + x);
    }
    return x.merge(wanted);
  }

  @Override
  public Optional<Value> simplify(List<Value> inputs, GraphBuilder to) {
    Value x = inputs.getFirst();
    boolean known = inputs.size() == 1 || inputs.get(1).elements().isFullyDefined();
    return known && x.shape().isFullyDefined() ? Optional.of(x) : Optional.empty();
  }

  @Override
  public Shape elements(List<Value> inputs) {
    return inputs.getFirst().elements();
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.getFirst();
    ensured(x.shape(), shape);
    if (inputs.size() > 1) {
      ensured(x.shape(), Shape.of(inputs.get(1).rawInts()));
    }
    return List.of(x);
  }
}
