package io.github.tfjs4j.op;

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

/// An input of the model.
///
/// @param dtype the declared element type, which TF.js checks what is fed against
/// @param shape the declared shape
public record Placeholder(DataType dtype, Shape shape) implements Op {
  static final OpDef<Placeholder> DEF =
      OpDef.named(
              "Placeholder",
              Placeholder.class,
              a ->
                  new Placeholder(a.type("dtype", DataType.FLOAT), a.shape("shape", Shape.UNKNOWN)))
          .attr("dtype", p -> new AttrValue.Type(p.dtype))
          .attr("shape", p -> new AttrValue.Dims(p.shape));

  @Override
  public String name() {
    return "Placeholder";
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
    return Optional.of(new Placeholder(element, type.shape()));
  }

  @Override
  public Operands operands() {
    return Operands.any(0);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return List.of(new TensorType(dtype.runtime(), shape));
  }
}
