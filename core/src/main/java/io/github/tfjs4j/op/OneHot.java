package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Operands.Kind;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;
import java.util.OptionalInt;

/// A new last axis of length `depth` that is `on_value` at the index and `off_value` elsewhere;
/// everywhere `off_value` for an index outside. TF.js takes a depth of at least 2, and its wasm
/// backend writes only int32 rightly. Inputs: int32 `indices`, scalars `depth`, `on_value`,
/// `off_value`.
///
/// @param axis where TensorFlow puts the new axis; TF.js, and so this op, always puts it last
public record OneHot(int axis) implements Op {
  static final OpDef<OneHot> DEF =
      OpDef.named("OneHot", OneHot.class, a -> new OneHot(a.i("axis", -1)))
          .type("T", 2)
          .type("TI", 0)
          .i("axis", OneHot::axis);

  @Override
  public String name() {
    return "OneHot";
  }

  @Override
  public OptionalInt indexBound(Node node, int input) {
    int bound = ShapeValue.scalar(node.input(1));
    return input == 0 && bound >= 0 ? OptionalInt.of(bound) : OptionalInt.empty();
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.ANY, Kind.INDEX, Kind.SCALAR, Kind.SCALAR);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape indices = inputs.get(0).shape();
    Shape out = indices.concat(Shape.of(ShapeValue.scalar(inputs.get(1))));
    return List.of(new TensorType(inputs.get(2).dataType(), out));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor indices = inputs.get(0);
    int depth = inputs.get(1).rawInts()[0];
    if (depth < 0) {
      throw new ShapeException("the depth is at least 0, found " + depth);
    }
    DataType type = inputs.get(2).type();
    Shape shape = indices.shape().concat(Shape.of(depth));
    Elements on = Elements.of(inputs.get(2));
    Elements out = Elements.make(type, shape);
    out.fill(Elements.cast(inputs.get(3), type));
    for (int i = 0; i < indices.size(); i++) {
      int index = Elements.toInt32(indices.get(i));
      if (index >= 0 && index < depth) {
        out.copy(i * depth + index, on, 0, 1);
      }
    }
    return List.of(out.tensor(shape));
  }
}
