package io.github.tfjs4j.pass;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.tensor.Tensor;

/// What a rewrite may lose of float32's 24 binary digits and of its range. All rules ask here.
///
/// **Digits.** `(x + a) * s` subtracts first, which is exact where `x` is near `-a`, and rounds at
/// the size of its result. `x * s + t`, `t = a * s`, rounds at the size of `t`, and the digits that
/// cancel are gone: `t` is off by up to `|t| * 2^-24`. The range of `x` is unknown, but whoever
/// scales and shifts wants results that spread about 1, so `|t|` is how many times more is lost
/// than need be. Up to [#MOST] it is 8 of 24 digits; what is left, 2^-16 of the spread, is a sixth
/// of the 1e-4 of the range of the results that conversions are held to. A sum of `n` terms rounds
/// at the size of its partial sums, which counts as the length of the vector of all its shifts.
///
/// Where `x` is a rounded product itself, its own last digit times `s` is as large as that of `t`:
/// nothing is lost that was there, see [#isRounded].
///
/// **Range.** Constants that are computed stay normal numbers, and a factor that moves past another
/// operation may take at most 8 of 254 binary orders, see [#mayMove].
public final class Precision {
  /// `2^8`: 8 digits.
  private static final double MOST = 256;

  /// Constants beyond it, and its reciprocal, are as good as infinite and 0.
  private static final double LARGEST_SHIFT = 0x1p60;

  private Precision() {}

  /// Whether a result that spreads about 1 may be rounded as a number of this size is.
  public static boolean mayRoundAt(double size) {
    return Math.abs(size) <= MOST;
  }

  public static boolean mayRoundAt(Tensor sizes) {
    float[] all = sizes.rawFloats();
    for (float size : all) {
      if (!mayRoundAt(size)) {
        return false;
      }
    }
    return true;
  }

  /// Whether a result that spreads about 1 may be off by this constant error.
  public static boolean mayBeOffBy(double error) {
    return mayRoundAt(error * 0x1p24);
  }

  /// Whether a number may be added to values that are scaled only then.
  public static boolean isModerate(double shift) {
    return Math.abs(shift) <= LARGEST_SHIFT;
  }

  /// Whether `x` has been rounded at its own size: it is a product, or a changed shape of one. A
  /// factor that is a power of two rounds nothing.
  public static boolean isRounded(Value x) {
    Node n = x.node();
    return switch (n.op()) {
      case Binary(Binary.F f) when f == Binary.F.MUL || f == Binary.F.REAL_DIV ->
          n.inputs().stream().noneMatch(Precision::isOfPowersOfTwo);
      case Unary(Unary.F f) when f == Unary.F.SQUARE -> true;
      default -> n.op().keepsOrder() ? isRounded(n.input(0)) : Product.isProduct(n.op());
    };
  }

  private static boolean isOfPowersOfTwo(Value v) {
    if (v.constant().isEmpty()) {
      return false;
    }
    Tensor t = v.constant().get().tensor();
    for (int i = 0; i < t.size(); i++) {
      double d = Math.abs(t.get(i));
      if (d != 0 && d != Math.scalb(1.0, Math.getExponent(d))) {
        return false;
      }
    }
    return true;
  }

  /// Whether the largest of some computed numbers is a normal float32, or all are 0: then what is
  /// lost of the others by underflow is nothing beside it.
  public static boolean isNormal(double largest) {
    return largest == 0 || (largest >= Float.MIN_NORMAL && largest <= Float.MAX_VALUE);
  }

  /// Whether a product of two values may be computed before this factor and not after it.
  public static boolean mayMove(double factor) {
    double size = Math.abs(factor);
    return size == 0 || (size <= MOST && size >= 1 / MOST);
  }
}
