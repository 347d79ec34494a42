package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// `y = f(a, b)` element by element with broadcasting; operands of different types are lifted to
/// the higher one.
public record Binary(F f) implements Op {
  /// The functions.
  public enum F {
    ADD_V2("AddV2", "Add"),
    SUB("Sub"),
    MUL("Mul"),
    /// Of two int32 the quotient is rounded down to an int32.
    REAL_DIV("RealDiv", "Div"),
    /// `RealDiv`, but 0 where the divisor is 0.
    DIV_NO_NAN("DivNoNan"),
    /// The quotient rounded down, int32 whatever the operands.
    FLOOR_DIV("FloorDiv"),
    /// The remainder with the sign of the divisor.
    FLOOR_MOD("FloorMod", "Mod"),
    MAXIMUM("Maximum"),
    MINIMUM("Minimum"),
    POW("Pow"),
    SQUARED_DIFFERENCE("SquaredDifference"),
    ATAN2("Atan2");

    private final String tfName;
    private final List<String> aliases;

    F(String tfName, String... aliases) {
      this.tfName = tfName;
      this.aliases = List.of(aliases);
    }

    /// TensorFlow's name of the op.
    public String tfName() {
      return tfName;
    }
  }

  static List<OpDef<Binary>> defs() {
    return Arrays.stream(F.values())
        .map(f -> {
          OpDef<Binary> def = OpDef.constant(new Binary(f), Binary.class).type("T", 0);
          f.aliases.forEach(def::alias);
          return def;
        })
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
    return Axis.broadcast(node, axis);
  }

  @Override
  public Operands operands() {
    return Operands.any(2);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Value a = inputs.get(0);
    Value b = inputs.get(1);
    return List.of(
        new TensorType(type(a.dataType(), b.dataType()), a.shape().broadcast(b.shape())));
  }

  private DataType type(DataType a, DataType b) {
    DataType lifted = ElementTypes.upcast(a, b);
    return switch (f) {
      case FLOOR_DIV -> DataType.INT32;
      case MAXIMUM, MINIMUM -> ElementTypes.countable(lifted);
      default -> lifted;
    };
  }

  @Override
  public Optional<Value> simplify(List<Value> inputs, GraphBuilder to) {
    Value a = inputs.get(0);
    Value b = inputs.get(1);
    boolean keepsA =
        switch (f) {
          case MUL, REAL_DIV, DIV_NO_NAN, POW -> Neutral.isOnes(b, a);
          case SUB -> Neutral.isPositiveZeros(b, a);
          case ADD_V2 -> Neutral.isNegativeZeros(b, a);
          default -> false;
        };
    boolean keepsB =
        switch (f) {
          case MUL -> Neutral.isOnes(a, b);
          case ADD_V2 -> Neutral.isNegativeZeros(a, b);
          default -> false;
        };
    return keepsA ? Optional.of(a) : keepsB ? Optional.of(b) : ShapeValue.fold(this, inputs, to);
  }

  @Override
  public Shape elements(List<Value> inputs) {
    Shape a = inputs.get(0).elements();
    Shape b = inputs.get(1).elements();
    boolean integers = inputs.stream().allMatch(v -> v.dataType() == DataType.INT32);
    if (!integers || !a.hasRank() || !b.hasRank()) {
      return Shape.UNKNOWN;
    }
    int n = a.rank();
    int m = b.rank();
    if (n != m && n != 1 && m != 1) {
      return Shape.UNKNOWN;
    }
    int[] out = new int[n == 1 ? m : n];
    for (int i = 0; i < out.length; i++) {
      int x = a.dim(n == 1 ? 0 : i);
      int y = b.dim(m == 1 ? 0 : i);
      boolean known = x != Shape.UNKNOWN_DIM && y != Shape.UNKNOWN_DIM;
      out[i] = known ? dimension(x, y) : Shape.UNKNOWN_DIM;
    }
    return Shape.of(out);
  }

  private int dimension(int x, int y) {
    long out =
        switch (f) {
          case ADD_V2 -> (long) x + y;
          case SUB -> (long) x - y;
          case MUL -> (long) x * y;
          case FLOOR_DIV, REAL_DIV -> y == 0 ? Shape.UNKNOWN_DIM : x / y;
          case FLOOR_MOD -> y == 0 ? Shape.UNKNOWN_DIM : x % y;
          case MAXIMUM -> Math.max(x, y);
          case MINIMUM -> Math.min(x, y);
          case DIV_NO_NAN, POW, SQUARED_DIFFERENCE, ATAN2 -> Shape.UNKNOWN_DIM;
        };
    return out < 0 || out > Integer.MAX_VALUE ? Shape.UNKNOWN_DIM : (int) out;
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    DataType lifted = ElementTypes.upcast(inputs.get(0).type(), inputs.get(1).type());
    Tensor a = Elements.cast(inputs.get(0), lifted);
    Tensor b = Elements.cast(inputs.get(1), lifted);
    Shape shape = a.shape().broadcast(b.shape());
    Walk walk =
        Walk.over(
            shape.dims(),
            Walk.dense(shape.dims()),
            Walk.broadcast(a.shape(), shape),
            Walk.broadcast(b.shape(), shape));
    return List.of(
        switch (type(lifted, lifted)) {
          case FLOAT -> {
            float[] out = new float[shape.size()];
            float[] x = a.rawFloats();
            float[] y = b.rawFloats();
            walk.rows((at, step, n) -> floats(out, at[0], x, at[1], step[1], y, at[2], step[2], n));
            yield Tensor.adopt(out, shape);
          }
          case INT32 -> {
            int[] out = new int[shape.size()];
            walk.rows((at, step, n) -> {
              for (int i = 0; i < n; i++) {
                out[at[0] + i] =
                    Elements.toInt32(
                        integer(a.get(at[1] + i * step[1]), b.get(at[2] + i * step[2])));
              }
            });
            yield Tensor.adopt(out, shape);
          }
          case BOOL -> {
            byte[] out = new byte[shape.size()];
            walk.rows((at, step, n) -> {
              for (int i = 0; i < n; i++) {
                double v = integer(a.get(at[1] + i * step[1]), b.get(at[2] + i * step[2]));
                out[at[0] + i] = (byte) Elements.toInt32(v);
              }
            });
            yield Tensor.adoptBools(out, shape);
          }
          case COMPLEX64 -> {
            float[] out = new float[Math.multiplyExact(shape.size(), 2)];
            float[] x = a.rawFloats();
            float[] y = b.rawFloats();
            walk.rows((at, step, n) -> {
              for (int i = 0; i < n; i++) {
                int p = 2 * (at[1] + i * step[1]);
                int q = 2 * (at[2] + i * step[2]);
                complex(out, 2 * (at[0] + i), x[p], x[p + 1], y[q], y[q + 1]);
              }
            });
            yield Tensor.adoptComplex(out, shape);
          }
          default -> throw notComputed(lifted);
        });
  }

  private ShapeException notComputed(DataType type) {
    return new ShapeException(name() + " cannot be computed on " + type.jsName());
  }

  private void complex(float[] out, int to, double a, double b, double c, double d) {
    switch (f) {
      case ADD_V2 -> {
        out[to] = (float) (a + c);
        out[to + 1] = (float) (b + d);
      }
      case SUB -> {
        out[to] = (float) (a - c);
        out[to + 1] = (float) (b - d);
      }
      case MUL -> {
        out[to] = (float) (a * c - b * d);
        out[to + 1] = (float) (a * d + b * c);
      }
      case REAL_DIV -> {
        double square = c * c + d * d;
        out[to] = (float) ((a * c + b * d) / square);
        out[to + 1] = (float) ((b * c - a * d) / square);
      }
      default -> throw notComputed(DataType.COMPLEX64);
    }
  }

  /// One run of the common functions, which round the same in float as in double.
  private void floats(
      float[] out, int to, float[] x, int xAt, int xStep, float[] y, int yAt, int yStep, int n) {
    switch (f) {
      case ADD_V2 -> {
        for (int i = 0; i < n; i++) {
          out[to + i] = x[xAt + i * xStep] + y[yAt + i * yStep];
        }
      }
      case SUB -> {
        for (int i = 0; i < n; i++) {
          out[to + i] = x[xAt + i * xStep] - y[yAt + i * yStep];
        }
      }
      case MUL -> {
        for (int i = 0; i < n; i++) {
          out[to + i] = x[xAt + i * xStep] * y[yAt + i * yStep];
        }
      }
      case REAL_DIV -> {
        for (int i = 0; i < n; i++) {
          out[to + i] = x[xAt + i * xStep] / y[yAt + i * yStep];
        }
      }
      default -> {
        for (int i = 0; i < n; i++) {
          out[to + i] = (float) real(x[xAt + i * xStep], y[yAt + i * yStep]);
        }
      }
    }
  }

  /// `f(x, y)` of float32 operands, before it is rounded.
  public double real(double x, double y) {
    return switch (f) {
      case ADD_V2 -> x + y;
      case SUB -> x - y;
      case MUL -> x * y;
      case REAL_DIV -> x / y;
      case DIV_NO_NAN -> y == 0 ? 0 : x / y;
      case FLOOR_DIV -> Math.floor(x / y);
      case FLOOR_MOD -> (x < 0 && y < 0) || (x >= 0 && y >= 0) ? x % y : (x % y + y) % y;
      case MAXIMUM -> Math.max(x, y);
      case MINIMUM -> Math.min(x, y);
      case POW -> power(x, y);
      case SQUARED_DIFFERENCE -> (x - y) * (x - y);
      case ATAN2 -> Math.atan2(x, y);
    };
  }

  /// As [#real], but quotients are rounded down.
  private double integer(double x, double y) {
    return switch (f) {
      case REAL_DIV -> Math.floor(x / y);
      case DIV_NO_NAN -> y == 0 ? 0 : Math.floor(x / y);
      default -> real(x, y);
    };
  }

  /// JavaScript's power: 1 to an infinite or unknown power is unknown.
  private static double power(double x, double y) {
    return Math.abs(x) == 1 && Double.isInfinite(y) ? Double.NaN : Math.pow(x, y);
  }
}
