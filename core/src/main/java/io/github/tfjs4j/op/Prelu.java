package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;

/// `y = x < 0 ? alpha * x : x`, `alpha` broadcast against `x`. TF.js' own op: TensorFlow has none
/// of this name.
public record Prelu() implements Activation {
  static final OpDef<Prelu> DEF = OpDef.constant(new Prelu(), Prelu.class).type("T", 0);

  @Override
  public String name() {
    return "Prelu";
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
  public boolean takesSlope() {
    return true;
  }

  @Override
  public Operands operands() {
    return Operands.any(2);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape shape = inputs.get(0).shape().broadcast(inputs.get(1).shape());
    return List.of(new TensorType(DataType.FLOAT, shape));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = Elements.cast(inputs.get(0), DataType.FLOAT);
    Tensor alpha = Elements.cast(inputs.get(1), DataType.FLOAT);
    Shape shape = x.shape().broadcast(alpha.shape());
    float[] in = x.rawFloats();
    float[] slopes = alpha.rawFloats();
    float[] out = new float[shape.size()];
    Walk.over(
            shape.dims(),
            Walk.dense(shape.dims()),
            Walk.broadcast(x.shape(), shape),
            Walk.broadcast(alpha.shape(), shape))
        .rows((at, step, n) -> {
          for (int i = 0; i < n; i++) {
            float v = in[at[1] + i * step[1]];
            out[at[0] + i] = v < 0 ? slopes[at[2] + i * step[2]] * v : v;
          }
        });
    return List.of(Tensor.adopt(out, shape));
  }
}
