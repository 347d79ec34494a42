package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;
import java.util.Optional;

/// An input of the model that is its only input value where nothing is fed.
///
/// @param dtype the declared element type
/// @param shape the declared shape
public record PlaceholderWithDefault(DataType dtype, Shape shape) implements Op {
  static final OpDef<PlaceholderWithDefault> DEF =
      OpDef.named(
              "PlaceholderWithDefault",
              PlaceholderWithDefault.class,
              a ->
                  new PlaceholderWithDefault(
                      a.type("dtype", DataType.FLOAT), a.shape("shape", Shape.UNKNOWN)))
          .attr("dtype", p -> new AttrValue.Type(p.dtype))
          .attr("shape", p -> new AttrValue.Dims(p.shape));

  @Override
  public String name() {
    return "PlaceholderWithDefault";
  }

  /// Two inputs of the same type are two inputs.
  @Override
  public boolean pure() {
    return false;
  }

  @Override
  public boolean free() {
    return true;
  }

  /// An element type that is computed with as the declared one stays as it was declared.
  @Override
  public Optional<Op> withType(TensorType type) {
    DataType element = dtype.runtime() == type.type() ? dtype : type.type();
    return Optional.of(new PlaceholderWithDefault(element, type.shape()));
  }

  @Override
  public Operands operands() {
    return Operands.any(1);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    TensorType given = inputs.getFirst().type();
    TensorType declared = new TensorType(dtype.runtime(), shape);
    if ((given.isKnown() && given.type() != declared.type())
        || !given.shape().isCompatible(shape)) {
      throw new ShapeException("the default is " + given + ", declared is " + declared);
    }
    return List.of(declared);
  }

  /// What it is when nothing is fed.
  @Override
  public List<io.github.tfjs4j.tensor.Tensor> evaluate(
      List<io.github.tfjs4j.tensor.Tensor> inputs) {
    return inputs;
  }
}
