package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.List;
import java.util.Random;

/// An op on inputs. The first `data` of them are what the op computes on; the rest are parameters
/// such as axes, which a model usually holds as constants. Where parameters stand in front, `front`
/// counts them.
public record OpExample(Op op, int front, int data, List<Tensor> inputs) {
  /// An empty list, of axes for example.
  static final Tensor NO_INTS = Tensor.ints(new int[0]);

  /// An op all of whose inputs are data.
  public static OpExample of(Op op, Tensor... inputs) {
    return new OpExample(op, 0, inputs.length, List.of(inputs));
  }

  /// An op whose inputs from `data` on are parameters.
  public static OpExample with(Op op, int data, Tensor... inputs) {
    return new OpExample(op, 0, data, List.of(inputs));
  }

  public boolean isParameter(int input) {
    return input < front || input >= front + data;
  }

  /// Values from -2 to 2, and among the first ones those that are hard: NaN, infinities, -0.0.
  static Tensor floats(int... dims) {
    float[] hard = {
      Float.NaN,
      -0f,
      Float.POSITIVE_INFINITY,
      0f,
      Float.NEGATIVE_INFINITY,
      1f,
      -1f,
      0.5f,
      2.5f,
      -2.5f,
      1e-40f
    };
    Tensor t = tame(dims);
    float[] v = t.floats();
    for (int i = 0; i < Math.min(v.length / 2, hard.length); i++) {
      v[i] = hard[i];
    }
    return Tensor.of(v, t.shape());
  }

  /// Values from -2 to 2.
  static Tensor tame(int... dims) {
    Shape shape = Shape.of(dims);
    Random random = new Random(42);
    float[] v = new float[shape.size()];
    for (int i = 0; i < v.length; i++) {
      v[i] = random.nextFloat() * 4 - 2;
    }
    return Tensor.of(v, shape);
  }

  /// Real and imaginary parts from -2 to 2.
  static Tensor complex(int... dims) {
    Shape shape = Shape.of(dims);
    return Tensor.ofComplex(tame(2 * shape.size()).floats(), shape);
  }

  /// From -5 to 9.
  static Tensor ints(int... dims) {
    return below(15, -5, dims);
  }

  /// From 0 to `limit - 1`.
  static Tensor indices(int limit, int... dims) {
    return below(limit, 0, dims);
  }

  private static Tensor below(int count, int from, int... dims) {
    Shape shape = Shape.of(dims);
    Random random = new Random(42);
    int[] v = new int[shape.size()];
    for (int i = 0; i < v.length; i++) {
      v[i] = from + random.nextInt(count);
    }
    return Tensor.of(v, shape);
  }

  static Tensor bools(int... dims) {
    Tensor t = indices(2, dims);
    byte[] v = new byte[t.size()];
    for (int i = 0; i < v.length; i++) {
      v[i] = (byte) t.ints()[i];
    }
    return Tensor.ofBools(v, t.shape());
  }

  /// The same values as another type.
  static Tensor as(DataType type, Tensor t) {
    return Elements.cast(t, type);
  }

  /// `op(inputs)`, for test reports.
  @Override
  public String toString() {
    StringBuilder s = new StringBuilder(op.toString());
    inputs.forEach(t -> s.append(' ').append(t.type().jsName()).append(t.shape()));
    return s.toString();
  }
}
