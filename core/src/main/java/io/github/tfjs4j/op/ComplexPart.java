package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The real or the imaginary part of each complex64 element, float32.
public record ComplexPart(F f) implements Op {
  /// The functions.
  public enum F {
    REAL("Real"),
    IMAG("Imag");

    private final String tfName;

    F(String tfName) {
      this.tfName = tfName;
    }

    /// TensorFlow's name of the op.
    public String tfName() {
      return tfName;
    }
  }

  static List<OpDef<ComplexPart>> defs() {
    return Arrays.stream(F.values())
        .map(f ->
            OpDef.constant(new ComplexPart(f), ComplexPart.class)
                .type("T", 0)
                .resultType("Tout", 0))
        .toList();
  }

  @Override
  public String name() {
    return f.tfName;
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
  public Operands operands() {
    return Operands.any(1);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Value x = inputs.getFirst();
    ElementTypes.requireComplex(this, x);
    return List.of(new TensorType(DataType.FLOAT, x.shape()));
  }

  @Override
  public Optional<Value> simplify(List<Value> inputs, GraphBuilder to) {
    Node made = inputs.getFirst().node();
    if (!(made.op() instanceof Complex)) {
      return Optional.empty();
    }
    Value part = made.input(f == F.REAL ? 0 : 1);
    return part.dataType() == DataType.FLOAT && part.shape().equals(inputs.getFirst().shape())
        ? Optional.of(part)
        : Optional.empty();
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.getFirst();
    float[] parts = x.rawFloats();
    float[] out = new float[x.size()];
    int first = f == F.REAL ? 0 : 1;
    for (int i = 0; i < out.length; i++) {
      out[i] = parts[2 * i + first];
    }
    return List.of(Tensor.adopt(out, x.shape()));
  }
}
