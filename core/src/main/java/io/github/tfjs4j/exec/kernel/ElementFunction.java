package io.github.tfjs4j.exec.kernel;

import io.github.tfjs4j.exec.Exponential;
import io.github.tfjs4j.exec.RowFunction;
import io.github.tfjs4j.exec.RowFunctions;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.op.AddN;
import io.github.tfjs4j.op.BiasAdd;
import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.op.ClipByValue;
import io.github.tfjs4j.op.LeakyRelu;
import io.github.tfjs4j.op.Prelu;
import io.github.tfjs4j.op.Unary;
import java.util.Optional;

/// A function of rows of elements, one loop a function so that each is made of vectors.
interface ElementFunction {
  /// @param args which rows the arguments are
  void apply(float[][] rows, int[] args, float[] y, int n);

  /// A function of two rows.
  interface Two {
    void apply(float[] a, float[] b, float[] y, int n);
  }

  /// @return empty for ops that have no such function
  static Optional<ElementFunction> of(Op op) {
    return switch (op) {
      case Binary(Binary.F f) -> Optional.of(two(binary(f)));
      case BiasAdd _ -> Optional.of(two(ElementFunction::add));
      case AddN _ -> Optional.of(ElementFunction::addAll);
      case Prelu _ -> Optional.of(two(ElementFunction::prelu));
      case ClipByValue _ ->
          Optional.of(
              (rows, args, y, n) -> clip(rows[args[0]], rows[args[1]], rows[args[2]], y, n));
      default -> ofOne(op).map(ElementFunction::one);
    };
  }

  /// @return empty for ops that are no function of one row
  static Optional<RowFunction> ofOne(Op op) {
    return switch (op) {
      case Unary(Unary.F f) -> Optional.of(RowFunctions.of(f, unary(f)));
      // By a slope that is not finite zero is NaN, which it should leave alone.
      case LeakyRelu(float alpha) when Float.isFinite(alpha) ->
          Optional.of((x, y, n) -> leakyRelu(x, alpha, y, n));
      default -> Optional.empty();
    };
  }

  private static ElementFunction one(RowFunction f) {
    return (rows, args, y, n) -> f.apply(rows[args[0]], y, n);
  }

  private static ElementFunction two(Two f) {
    return (rows, args, y, n) -> f.apply(rows[args[0]], rows[args[1]], y, n);
  }

  /// The functions that a loop of its own makes faster; the others call the reference.
  private static RowFunction unary(Unary.F f) {
    return switch (f) {
      case ABS -> ElementFunction::abs;
      case EXP -> ElementFunction::exp;
      case NEG -> ElementFunction::neg;
      case RELU -> ElementFunction::relu;
      case RELU6 -> ElementFunction::relu6;
      case RSQRT -> ElementFunction::rsqrt;
      case SIGMOID -> ElementFunction::sigmoid;
      case SQRT -> ElementFunction::sqrt;
      case SQUARE -> ElementFunction::square;
      case TANH -> ElementFunction::tanh;
      default -> (x, y, n) -> reference(f, x, y, n);
    };
  }

  private static Two binary(Binary.F f) {
    return switch (f) {
      case ADD_V2 -> ElementFunction::add;
      case SUB -> ElementFunction::sub;
      case MUL -> ElementFunction::mul;
      case REAL_DIV -> ElementFunction::div;
      case MAXIMUM -> ElementFunction::max;
      case MINIMUM -> ElementFunction::min;
      case SQUARED_DIFFERENCE -> ElementFunction::squaredDifference;
      default -> {
        Binary op = new Binary(f);
        yield (a, b, y, n) -> reference(op, a, b, y, n);
      }
    };
  }

  private static void reference(Unary.F f, float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (float) f.apply(x[i]);
    }
  }

  private static void reference(Binary f, float[] a, float[] b, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (float) f.real(a[i], b[i]);
    }
  }

  private static void abs(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.abs(x[i]);
    }
  }

  private static void exp(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Exponential.exp(x[i]);
    }
  }

  private static void neg(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = -x[i];
    }
  }

  private static void relu(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.max(0, x[i]);
    }
  }

  private static void relu6(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.min(Math.max(0, x[i]), 6);
    }
  }

  private static void rsqrt(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (float) (1 / Math.sqrt(x[i]));
    }
  }

  private static void sigmoid(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Exponential.sigmoid(x[i]);
    }
  }

  private static void sqrt(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (float) Math.sqrt(x[i]);
    }
  }

  private static void square(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = x[i] * x[i];
    }
  }

  private static void tanh(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Exponential.tanh(x[i]);
    }
  }

  private static void add(float[] a, float[] b, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = a[i] + b[i];
    }
  }

  private static void addAll(float[][] rows, int[] args, float[] y, int n) {
    System.arraycopy(rows[args[0]], 0, y, 0, n);
    for (int k = 1; k < args.length; k++) {
      add(rows[args[k]], y, y, n);
    }
  }

  private static void sub(float[] a, float[] b, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = a[i] - b[i];
    }
  }

  private static void mul(float[] a, float[] b, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = a[i] * b[i];
    }
  }

  private static void div(float[] a, float[] b, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = a[i] / b[i];
    }
  }

  private static void max(float[] a, float[] b, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.max(a[i], b[i]);
    }
  }

  private static void min(float[] a, float[] b, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.min(a[i], b[i]);
    }
  }

  /// In double, where the square of a difference does not overflow.
  private static void squaredDifference(float[] a, float[] b, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      double d = (double) a[i] - b[i];
      y[i] = (float) (d * d);
    }
  }

  /// `max(x, 0) + slope * min(x, 0)`, which has no choice in it and so becomes vectors; a slope
  /// that is not finite makes NaN of what it should leave alone.
  private static void prelu(float[] x, float[] slope, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.max(x[i], 0) + slope[i] * Math.min(x[i], 0);
    }
    if (hasNonFinite(y, n)) {
      for (int i = 0; i < n; i++) {
        y[i] = x[i] < 0 ? x[i] * slope[i] : x[i];
      }
    }
  }

  /// Whether there is a NaN, or an infinity, among the first `n` elements.
  static boolean hasNonFinite(float[] row, int n) {
    float most = 0;
    for (int i = 0; i < n; i++) {
      most = Math.max(most, Math.abs(row[i]));
    }
    return !(most < Float.POSITIVE_INFINITY);
  }

  private static void leakyRelu(float[] x, float alpha, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.max(x[i], 0) + alpha * Math.min(x[i], 0);
    }
  }

  private static void clip(float[] x, float[] low, float[] high, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      float v = Math.min(Math.max(x[i], low[i]), high[i]);
      y[i] = low[i] == high[i] ? low[i] : v;
    }
  }
}
