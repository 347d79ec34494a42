package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Attrs;
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
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/// Tensors of random numbers. With a seed they are the same at every call, and those of TF.js where
/// that takes the seed; without one they are others each time.
///
/// @param type of the result, as the file has it
/// @param seed 0 for none
/// @param seed2 another one, of which TF.js takes no notice
public record RandomNumbers(F f, DataType type, long seed, long seed2) implements Op {
  /// The distributions.
  public enum F {
    /// `(shape)`: by the normal distribution of mean 0 and deviation 1.
    NORMAL("RandomStandardNormal", Operands.of(Kind.INT)),
    /// `(shape)`: as `NORMAL`, but numbers that are further than 2 from 0 are drawn again.
    TRUNCATED_NORMAL("TruncatedNormal", Operands.of(Kind.INT)),
    /// `(shape)`: from 0 to 1, without 1.
    UNIFORM("RandomUniform", Operands.of(Kind.INT)),
    /// `(shape, from, to)`: integers of at least `from` and less than `to`.
    UNIFORM_INT("RandomUniformInt", Operands.of(Kind.INT, Kind.INDEX, Kind.INDEX)),
    /// `(logits, n)`: `n` classes for the vector `logits`, or for each row of the matrix: class `k`
    /// by the probability `softmax(logits)[k]`.
    MULTINOMIAL("Multinomial", Operands.of(Kind.ANY, Kind.INDEX));

    private final String tfName;
    private final Operands operands;

    F(String tfName, Operands operands) {
      this.tfName = tfName;
      this.operands = operands;
    }

    private boolean isInt() {
      return this == UNIFORM_INT || this == MULTINOMIAL;
    }

    /// The attribute that is the type of the result.
    private String typeKey() {
      return this == UNIFORM_INT ? "Tout" : this == MULTINOMIAL ? "output_dtype" : "dtype";
    }
  }

  public RandomNumbers {
    if (type.runtime() != (f.isInt() ? DataType.INT32 : DataType.FLOAT)) {
      throw new UnsupportedModelException("there are no " + f.tfName + " of type " + type.tfName());
    }
  }

  static List<OpDef<RandomNumbers>> defs() {
    return Arrays.stream(F.values()).map(RandomNumbers::def).toList();
  }

  private static OpDef<RandomNumbers> def(F f) {
    return OpDef.named(f.tfName, RandomNumbers.class, a -> make(f, a))
        .type("T", 0)
        .attr(f.typeKey(), o -> new AttrValue.Type(o.type))
        .attr("seed", o -> new AttrValue.I(o.seed))
        .attr("seed2", o -> new AttrValue.I(o.seed2));
  }

  private static RandomNumbers make(F f, Attrs a) {
    DataType usual = f.isInt() ? DataType.INT32 : DataType.FLOAT;
    return new RandomNumbers(f, a.type(f.typeKey(), usual), a.l("seed", 0), a.l("seed2", 0));
  }

  @Override
  public String name() {
    return f.tfName;
  }

  @Override
  public boolean pure() {
    return false;
  }

  @Override
  public Operands operands() {
    return f.operands;
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape shape = inputs.get(0).elements();
    if (f == F.MULTINOMIAL) {
      Shape logits = inputs.get(0).shape();
      check(logits);
      shape = logits.hasRank() ? logits.with(-1, ShapeValue.scalar(inputs.get(1))) : Shape.UNKNOWN;
    }
    return List.of(new TensorType(type.runtime(), shape));
  }

  private static void check(Shape logits) {
    if (logits.hasRank() && (logits.rank() < 1 || logits.rank() > 2 || logits.dim(-1) == 0)) {
      throw new ShapeException("logits are a vector or rows of one, found " + logits);
    }
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    return draw(inputs, new SplittableRandom()::nextDouble);
  }

  /// Draws the numbers.
  ///
  /// @param unseeded numbers from 0 to 1, without 1: what is drawn from where there is no seed
  public List<Tensor> draw(List<Tensor> inputs, DoubleSupplier unseeded) {
    if (f == F.MULTINOMIAL) {
      return List.of(classes(inputs.get(0), inputs.get(1).rawInts()[0], unseeded));
    }
    Shape shape = Shape.of(inputs.get(0).rawInts());
    DoubleSupplier uniform = generator(unseeded);
    if (f == F.UNIFORM_INT) {
      return List.of(ints(shape, inputs.get(1).rawInts()[0], inputs.get(2).rawInts()[0], uniform));
    }
    DoubleSupplier next = f == F.UNIFORM ? uniform : new Normal(uniform, f == F.TRUNCATED_NORMAL);
    float[] out = new float[shape.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) next.getAsDouble();
    }
    return List.of(Tensor.adopt(out, shape));
  }

  private DoubleSupplier generator(DoubleSupplier unseeded) {
    return seed == 0 ? unseeded : Alea.of(seed);
  }

  private static Tensor ints(Shape shape, int from, int to, DoubleSupplier uniform) {
    if (from >= to) {
      throw new ShapeException("there is no integer from " + from + " on below " + to);
    }
    int[] out = new int[shape.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = (int) (from + (long) (((long) to - from) * uniform.getAsDouble()));
    }
    return Tensor.adopt(out, shape);
  }

  /// As in TF.js every row begins anew with the seed.
  private Tensor classes(Tensor logits, int n, DoubleSupplier unseeded) {
    check(logits.shape());
    if (n < 0) {
      throw new ShapeException("the number of samples is at least 0, found " + n);
    }
    Shape shape = logits.shape().with(-1, n);
    int events = logits.shape().dim(-1);
    float[] p = new Softmax().evaluate(List.of(logits)).getFirst().rawFloats();
    int[] out = new int[shape.size()];
    float[] upTo = new float[events - 1];
    for (int row = 0; row * (long) n < out.length; row++) {
      for (int k = 0; k < upTo.length; k++) {
        upTo[k] = (k == 0 ? 0 : upTo[k - 1]) + p[row * events + k];
      }
      DoubleSupplier uniform = generator(unseeded);
      for (int i = 0; i < n; i++) {
        out[row * n + i] = firstAbove(upTo, uniform.getAsDouble());
      }
    }
    return Tensor.adopt(out, shape);
  }

  private static int firstAbove(float[] ascending, double v) {
    int low = 0;
    int high = ascending.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (v < ascending[middle]) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /// Marsaglia's polar method: of a random point in the unit circle come two numbers.
  private static final class Normal implements DoubleSupplier {
    private final DoubleSupplier uniform;
    private final boolean truncated;
    private double second = Double.NaN;

    Normal(DoubleSupplier uniform, boolean truncated) {
      this.uniform = uniform;
      this.truncated = truncated;
    }

    private boolean isGood(double v) {
      return !truncated || Math.abs(v) <= 2;
    }

    @Override
    public double getAsDouble() {
      if (!Double.isNaN(second)) {
        double v = second;
        second = Double.NaN;
        return v;
      }
      while (true) {
        double x = 2 * uniform.getAsDouble() - 1;
        double y = 2 * uniform.getAsDouble() - 1;
        double square = x * x + y * y;
        if (square > 0 && square < 1) {
          double factor = Math.sqrt(-2 * StrictMath.log(square) / square);
          if (isGood(x * factor)) {
            second = isGood(y * factor) ? y * factor : Double.NaN;
            return x * factor;
          }
        }
      }
    }
  }
}
