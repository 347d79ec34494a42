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

/// The bits that both int32 operands have, element by element with broadcasting. In a GraphModel
/// TF.js 4.22.0 fails at this op, because it looks for the operands under other names.
public record BitwiseAnd() implements Op {
  static final OpDef<BitwiseAnd> DEF =
      OpDef.constant(new BitwiseAnd(), BitwiseAnd.class).type("T", 0);

  @Override
  public String name() {
    return "BitwiseAnd";
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
    return Operands.of(Kind.INT, Kind.INT);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape shape = inputs.get(0).shape().broadcast(inputs.get(1).shape());
    return List.of(new TensorType(DataType.INT32, shape));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Shape a = inputs.get(0).shape();
    Shape b = inputs.get(1).shape();
    Shape shape = a.broadcast(b);
    int[] x = inputs.get(0).rawInts();
    int[] y = inputs.get(1).rawInts();
    int[] out = new int[shape.size()];
    Walk.over(
            shape.dims(),
            Walk.dense(shape.dims()),
            Walk.broadcast(a, shape),
            Walk.broadcast(b, shape))
        .rows((at, step, n) -> {
          for (int i = 0; i < n; i++) {
            out[at[0] + i] = x[at[1] + i * step[1]] & y[at[2] + i * step[2]];
          }
        });
    return List.of(Tensor.adopt(out, shape));
  }
}
