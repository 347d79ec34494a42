package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.Arrays;
import java.util.List;

/// The discrete Fourier transform of a complex64 `x` along the last axis.
public record Fft(F f) implements Op {
  /// The directions.
  public enum F {
    /// `y[r] = sum over c of x[c] * exp(-2 pi i r c / n)`
    FFT,
    /// `y[r] = sum over c of x[c] * exp(2 pi i r c / n) / n`
    IFFT
  }

  static List<OpDef<Fft>> defs() {
    return Arrays.stream(F.values())
        .map(f -> OpDef.constant(new Fft(f), Fft.class).type("Tcomplex", 0))
        .toList();
  }

  @Override
  public String name() {
    return f.name();
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
    if (x.shape().hasRank()) {
      x.shape().axis(-1);
    }
    return List.of(new TensorType(ElementTypes.requireComplex(this, x), x.shape()));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Shape shape = inputs.getFirst().shape();
    float[] y = Fourier.transform(inputs.getFirst().rawFloats(), shape.dim(-1), f == F.IFFT);
    return List.of(Tensor.adoptComplex(y, shape));
  }
}
