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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/// `y = f(x)` element by element.
public record Unary(F f) implements Activation {
  private static final double SELU_SCALE = 1.0507009873554805;
  private static final double SELU_SCALE_ALPHA = 1.7580993408473768;

  /// Beyond it `Softplus` is the line or the exponential itself in float32.
  private static final double SOFTPLUS_THRESHOLD = Math.log(1.1920928955078125e-7) + 2;

  /// What becomes of the element type.
  private enum Typing {
    /// The result has the input's type: of an int32 what is behind the point is cut off.
    KEEPS,
    /// float32 in, float32 out: TF.js takes nothing else.
    FLOAT,
    /// The result is float32 whatever the input.
    TO_FLOAT,
    /// The result is bool.
    TO_BOOL,
    /// bool in, bool out.
    BOOL
  }

  /// The functions.
  public enum F {
    /// Of complex64 a float32, the distance from 0.
    ABS("Abs", Typing.KEEPS, Math::abs),
    ACOS("Acos", Typing.KEEPS, Math::acos),
    ACOSH("Acosh", Typing.KEEPS, Hyperbolic::acosh),
    ASIN("Asin", Typing.KEEPS, Math::asin),
    ASINH("Asinh", Typing.KEEPS, Hyperbolic::asinh),
    ATAN("Atan", Typing.KEEPS, Math::atan),
    ATANH("Atanh", Typing.KEEPS, Hyperbolic::atanh),
    CEIL("Ceil", Typing.FLOAT, Math::ceil),
    COS("Cos", Typing.FLOAT, Math::cos),
    COSH("Cosh", Typing.FLOAT, Math::cosh),
    /// `x >= 0 ? x : exp(x) - 1`
    ELU("Elu", Typing.FLOAT, x -> x >= 0 ? x : Math.exp(x) - 1),
    /// By Abramowitz and Stegun 7.1.26, as TF.js has it; off by at most 1.5e-7.
    ERF("Erf", Typing.TO_FLOAT, Unary::erf),
    EXP("Exp", Typing.TO_FLOAT, Math::exp),
    EXPM1("Expm1", Typing.KEEPS, Math::expm1),
    FLOOR("Floor", Typing.FLOAT, Math::floor),
    LOG("Log", Typing.FLOAT, Math::log),
    LOG1P("Log1p", Typing.KEEPS, Math::log1p),
    NEG("Neg", Typing.KEEPS, x -> -x),
    RECIPROCAL("Reciprocal", Typing.KEEPS, x -> 1 / x),
    RELU("Relu", Typing.KEEPS, x -> Math.max(0, x)),
    /// `min(max(x, 0), 6)`
    RELU6("Relu6", Typing.KEEPS, x -> Math.min(Math.max(0, x), 6)),
    /// Halves to the even neighbour.
    ROUND("Round", Typing.KEEPS, Math::rint),
    RSQRT("Rsqrt", Typing.FLOAT, x -> 1 / Math.sqrt(x)),
    SELU("Selu", Typing.KEEPS, x -> x >= 0 ? SELU_SCALE * x : SELU_SCALE_ALPHA * (Math.exp(x) - 1)),
    SIGMOID("Sigmoid", Typing.FLOAT, x -> 1 / (1 + Math.exp(-x))),
    /// -1, 0 or 1; 0 for NaN.
    SIGN("Sign", Typing.KEEPS, x -> x < 0 ? -1 : x > 0 ? 1 : 0),
    SIN("Sin", Typing.FLOAT, Math::sin),
    SINH("Sinh", Typing.KEEPS, Math::sinh),
    SOFTPLUS("Softplus", Typing.KEEPS, Unary::softplus),
    SQRT("Sqrt", Typing.FLOAT, Math::sqrt),
    SQUARE("Square", Typing.KEEPS, x -> x * x),
    TAN("Tan", Typing.FLOAT, Math::tan),
    TANH("Tanh", Typing.FLOAT, Math::tanh),
    IS_NAN("IsNan", Typing.TO_BOOL, x -> Double.isNaN(x) ? 1 : 0),
    IS_FINITE("IsFinite", Typing.TO_BOOL, x -> Double.isFinite(x) ? 1 : 0),
    IS_INF("IsInf", Typing.TO_BOOL, x -> Double.isInfinite(x) ? 1 : 0),
    LOGICAL_NOT("LogicalNot", Typing.BOOL, x -> x == 0 ? 1 : 0);

    private final String tfName;
    private final Typing typing;
    private final DoubleUnaryOperator function;

    F(String tfName, Typing typing, DoubleUnaryOperator function) {
      this.tfName = tfName;
      this.typing = typing;
      this.function = function;
    }

    /// TensorFlow's name of the op.
    public String tfName() {
      return tfName;
    }

    /// `f(x)`, before it is rounded to the result's type.
    public double apply(double x) {
      return function.applyAsDouble(x);
    }
  }

  static List<OpDef<Unary>> defs() {
    return Arrays.stream(F.values())
        .map(f -> {
          OpDef<Unary> def = OpDef.constant(new Unary(f), Unary.class);
          if (f == F.ABS) {
            def.alias("ComplexAbs");
          }
          return f == F.LOGICAL_NOT ? def : def.type("T", 0);
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
    return Axis.of(node, 0, axis);
  }

  @Override
  public boolean fuses() {
    return switch (f) {
      case RELU, RELU6, ELU, SIGMOID -> true;
      default -> false;
    };
  }

  @Override
  public Operands operands() {
    return Operands.any(1);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Value x = inputs.getFirst();
    if (f.typing == Typing.FLOAT) {
      ElementTypes.requireFloat(this, x);
    }
    return List.of(new TensorType(resultType(x.dataType()), x.shape()));
  }

  private DataType resultType(DataType x) {
    return switch (f.typing) {
      case KEEPS -> f == F.ABS && x == DataType.COMPLEX64 ? DataType.FLOAT : x;
      case FLOAT, TO_FLOAT -> DataType.FLOAT;
      case TO_BOOL, BOOL -> DataType.BOOL;
    };
  }

  @Override
  public Optional<Value> simplify(List<Value> inputs, GraphBuilder to) {
    // Of a function that changes nothing the second time, and of one that undoes itself.
    if (!(inputs.getFirst().op() instanceof Unary(F inner))) {
      return Optional.empty();
    }
    Value x = inputs.getFirst().node().input(0);
    return switch (f) {
      case RELU ->
          inner == F.RELU || inner == F.RELU6 ? Optional.of(inputs.getFirst()) : Optional.empty();
      case RELU6 ->
          switch (inner) {
            case RELU6 -> Optional.of(inputs.getFirst());
            case RELU -> Optional.of(to.add(this, x));
            default -> Optional.empty();
          };
      case ABS, CEIL, FLOOR, ROUND, SIGN ->
          inner == f ? Optional.of(inputs.getFirst()) : Optional.empty();
      case NEG ->
          inner == f && (x.dataType() == DataType.FLOAT || x.dataType() == DataType.INT32)
              ? Optional.of(x)
              : Optional.empty();
      case LOGICAL_NOT -> inner == f ? Optional.of(x) : Optional.empty();
      default -> Optional.empty();
    };
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    if (f == F.ABS && inputs.getFirst().type() == DataType.COMPLEX64) {
      return List.of(distance(inputs.getFirst()));
    }
    Tensor x = Elements.numbers(inputs.getFirst());
    int n = x.size();
    DoubleUnaryOperator function = f.function;
    return List.of(
        switch (resultType(x.type())) {
          case FLOAT -> {
            float[] out = new float[n];
            for (int i = 0; i < n; i++) {
              out[i] = (float) function.applyAsDouble(x.get(i));
            }
            yield Tensor.adopt(out, x.shape());
          }
          case INT32 -> {
            int[] out = new int[n];
            for (int i = 0; i < n; i++) {
              out[i] = Elements.toInt32(function.applyAsDouble(x.get(i)));
            }
            yield Tensor.adopt(out, x.shape());
          }
          default -> {
            byte[] out = new byte[n];
            for (int i = 0; i < n; i++) {
              out[i] = (byte) (Elements.toInt32(function.applyAsDouble(x.get(i))) != 0 ? 1 : 0);
            }
            yield Tensor.adoptBools(out, x.shape());
          }
        });
  }

  private static Tensor distance(Tensor x) {
    float[] parts = x.rawFloats();
    float[] out = new float[x.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) Math.hypot(parts[2 * i], parts[2 * i + 1]);
    }
    return Tensor.adopt(out, x.shape());
  }

  private static double erf(double x) {
    double v = Math.abs(x);
    double t = 1 / (1 + 0.3275911 * v);
    double series =
        ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592)
            * t;
    return Math.signum(x) * (1 - series * Math.exp(-v * v));
  }

  private static double softplus(double x) {
    if (x > -SOFTPLUS_THRESHOLD) {
      return x;
    }
    return x < SOFTPLUS_THRESHOLD ? Math.exp(x) : Math.log(1 + Math.exp(x));
  }

  /// What Java's library lacks.
  private static final class Hyperbolic {
    static double asinh(double x) {
      double v = Math.abs(x);
      double y = Double.isInfinite(v) ? v : Math.log1p(v + v * v / (1 + Math.sqrt(v * v + 1)));
      return Math.copySign(y, x);
    }

    static double acosh(double x) {
      double t = x - 1;
      return t < 0 ? Double.NaN : Math.log1p(t + Math.sqrt(2 * t + t * t));
    }

    static double atanh(double x) {
      return 0.5 * Math.log1p(2 * x / (1 - x));
    }
  }
}
