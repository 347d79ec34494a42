package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Operands.Kind;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.Arrays;
import java.util.List;

/// The discrete Fourier transform along the last axis between real numbers and the half of their
/// spectrum that says all. Inputs: `x` and the int32 `fft_length`, which TF.js does not look at:
/// the length is that of `x`.
public record RealFft(F f) implements Op {
  /// The directions.
  public enum F {
    /// Of float32 `[..., n]` the complex64 `[..., n / 2 + 1]`.
    RFFT,
    /// Of complex64 `[..., n]` the float32 `[..., 2 * (n - 1)]`, or `[..., n]` where `n` is 1 or 2.
    /// As in TF.js all but the last axis become one, unless there are three.
    IRFFT
  }

  static List<OpDef<RealFft>> defs() {
    return Arrays.stream(F.values())
        .map(f -> {
          OpDef<RealFft> def = OpDef.constant(new RealFft(f), RealFft.class);
          return f == F.RFFT
              ? def.type("Treal", 0).resultType("Tcomplex", 0)
              : def.resultType("Treal", 0).type("Tcomplex", 0);
        })
        .toList();
  }

  @Override
  public String name() {
    return f.name();
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.ANY, Kind.INT);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Value x = inputs.getFirst();
    Shape shape = x.shape().hasRank() ? result(x.shape()) : Shape.UNKNOWN;
    if (f == F.RFFT) {
      ElementTypes.requireFloat(this, x);
      return List.of(new TensorType(DataType.COMPLEX64, shape));
    }
    ElementTypes.requireComplex(this, x);
    return List.of(new TensorType(DataType.FLOAT, shape));
  }

  private Shape result(Shape x) {
    int n = x.dim(-1);
    if (n == 0) {
      throw new ShapeException("there is nothing to transform along the last axis of " + x);
    }
    boolean known = n != Shape.UNKNOWN_DIM;
    if (f == F.RFFT) {
      return x.with(-1, known ? n / 2 + 1 : n);
    }
    int length = known && n > 2 ? Shape.times(2, n - 1) : n;
    Shape outer = x.sub(0, x.rank() - 1);
    return (x.rank() == 3 ? outer : Shape.of(rows(outer))).concat(Shape.of(length));
  }

  private static int rows(Shape outer) {
    int rows = 1;
    for (int i = 0; i < outer.rank(); i++) {
      rows = Shape.times(rows, outer.dim(i));
    }
    return rows;
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.getFirst();
    Shape shape = result(x.shape());
    int n = x.shape().dim(-1);
    return List.of(f == F.RFFT ? spectrum(x, n, shape) : signal(x, n, shape));
  }

  private static Tensor spectrum(Tensor x, int n, Shape shape) {
    float[] in = x.rawFloats();
    float[] complex = new float[Math.multiplyExact(2, in.length)];
    for (int i = 0; i < in.length; i++) {
      complex[2 * i] = in[i];
    }
    float[] all = Fourier.transform(complex, n, false);
    int kept = shape.dim(-1);
    float[] out = new float[Math.multiplyExact(2, shape.size())];
    for (int row = 0; row < in.length / n; row++) {
      System.arraycopy(all, 2 * row * n, out, 2 * row * kept, 2 * kept);
    }
    return Tensor.adoptComplex(out, shape);
  }

  /// Puts the other half behind each row, which is its mirror image with imaginary parts negated.
  private static Tensor signal(Tensor x, int n, Shape shape) {
    float[] in = x.rawFloats();
    float[] out = new float[shape.size()];
    int length = shape.dim(-1);
    float[] all = new float[Math.multiplyExact(2, out.length)];
    for (int i = 0; i < out.length; i++) {
      int row = i / length;
      int c = i % length;
      int from = 2 * (row * n + (c < n ? c : length - c));
      all[2 * i] = in[from];
      all[2 * i + 1] = c < n ? in[from + 1] : -in[from + 1];
    }
    float[] signal = Fourier.transform(all, length, true);
    for (int i = 0; i < out.length; i++) {
      out[i] = signal[2 * i];
    }
    return Tensor.adopt(out, shape);
  }
}
