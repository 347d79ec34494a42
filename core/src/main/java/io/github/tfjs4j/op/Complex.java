package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Axis;
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

/// `real + i * imag` element by element: complex64 of two inputs of one shape.
public record Complex() implements Op {
  static final OpDef<Complex> DEF =
      OpDef.constant(new Complex(), Complex.class).type("T", 0).resultType("Tout", 0);

  @Override
  public String name() {
    return "Complex";
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
    Shape shape = inputs.get(0).shape().merge(inputs.get(1).shape());
    return List.of(new TensorType(DataType.COMPLEX64, shape));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor real = Elements.numbers(inputs.get(0));
    Tensor imag = Elements.numbers(inputs.get(1));
    Shape shape = real.shape().merge(imag.shape());
    float[] parts = new float[Math.multiplyExact(shape.size(), 2)];
    for (int i = 0; i < real.size(); i++) {
      parts[2 * i] = (float) real.get(i);
      parts[2 * i + 1] = (float) imag.get(i);
    }
    return List.of(Tensor.adoptComplex(parts, shape));
  }
}
