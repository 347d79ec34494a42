package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Axis;
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

/// `y = condition ? a : b` element by element, all broadcast.
public record SelectV2() implements Op {
  static final OpDef<SelectV2> DEF = OpDef.constant(new SelectV2(), SelectV2.class).type("T", 1);

  @Override
  public String name() {
    return "SelectV2";
  }

  @Override
  public boolean elementwise() {
    return true;
  }

  @Override
  public List<Axis> sameLength(Node node, int axis) {
    return Axis.broadcast(node, axis);
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.BOOL, Kind.ANY, Kind.ANY);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Value a = inputs.get(1);
    Value b = inputs.get(2);
    return List.of(
        new TensorType(
            ElementTypes.upcast(a.dataType(), b.dataType()),
            inputs.get(0).shape().broadcast(a.shape().broadcast(b.shape()))));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor condition = inputs.get(0);
    DataType type = ElementTypes.upcast(inputs.get(1).type(), inputs.get(2).type());
    Tensor a = Elements.cast(inputs.get(1), type);
    Tensor b = Elements.cast(inputs.get(2), type);
    Shape shape = condition.shape().broadcast(a.shape().broadcast(b.shape()));
    byte[] chosen = condition.rawBools();
    Elements ifTrue = Elements.of(a);
    Elements ifFalse = Elements.of(b);
    Elements out = Elements.make(type, shape);
    Walk.over(
            shape.dims(),
            Walk.dense(shape.dims()),
            Walk.broadcast(condition.shape(), shape),
            Walk.broadcast(a.shape(), shape),
            Walk.broadcast(b.shape(), shape))
        .rows((at, step, n) -> {
          for (int i = 0; i < n; i++) {
            if (chosen[at[1] + i * step[1]] != 0) {
              out.copy(at[0] + i, ifTrue, at[2] + i * step[2], 1);
            } else {
              out.copy(at[0] + i, ifFalse, at[3] + i * step[3], 1);
            }
          }
        });
    return List.of(out.tensor(shape));
  }
}
