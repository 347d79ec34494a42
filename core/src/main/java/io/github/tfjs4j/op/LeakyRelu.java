package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// `y = x < 0 ? alpha * x : x`, float32.
public record LeakyRelu(float alpha) implements Activation {
  static final OpDef<LeakyRelu> DEF =
      OpDef.named("LeakyRelu", LeakyRelu.class, a -> new LeakyRelu(a.f("alpha", 0.2f)))
          .type("T", 0)
          .f("alpha", LeakyRelu::alpha);

  @Override
  public String name() {
    return "LeakyRelu";
  }

  @Override
  public boolean elementwise() {
    return true;
  }

  @Override
  public List<Axis> sameLength(Node node, int axis) {
    return Axis.of(node, 0, axis);
  }

  @Override
  public OptionalDouble slope() {
    return OptionalDouble.of(alpha);
  }

  @Override
  public Operands operands() {
    return Operands.any(1);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return List.of(new TensorType(DataType.FLOAT, inputs.getFirst().shape()));
  }

  @Override
  public Optional<Value> simplify(List<Value> inputs, GraphBuilder to) {
    boolean line = alpha == 1 && inputs.getFirst().dataType() == DataType.FLOAT;
    return line ? Optional.of(inputs.getFirst()) : Optional.empty();
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.getFirst();
    float[] out = new float[x.size()];
    for (int i = 0; i < out.length; i++) {
      double v = x.get(i);
      out[i] = (float) (v < 0 ? alpha * v : v);
    }
    return List.of(Tensor.adopt(out, x.shape()));
  }
}
