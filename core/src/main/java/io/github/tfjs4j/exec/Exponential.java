package io.github.tfjs4j.exec;

import io.github.tfjs4j.exec.kernel.MultiplyAdd;

/// The exponential function, off by at most one unit in the last place and a little, and what is
/// made of it, off by at most two and a half. The numbers of every step are public, so that kernels
/// in vectors give the same bits.
///
/// `x = n ln 2 + r` with a whole `n`, so that `|r| <= ln 2 / 2` and `exp(x) = 2^n exp(r)`; of
/// `exp(r) - 1 = r + r^2 q(r)` the polynomial `q` is wrong by less than 5e-9, a tenth of a unit.
public final class Exponential {
  public static final float LOG2_E = 0x1.715476p0f;

  /// Added to a number less than 2^22, it leaves the nearest whole one in the last bits.
  public static final float WHOLE = 0x1.8p23f;

  /// The bits of [#WHOLE].
  public static final int WHOLE_BITS = 0x4b400000;

  /// `ln 2` in two parts, of which the first times any `n` has no more digits than a float.
  public static final float LN2 = 0x1.62e4p-1f;

  public static final float LN2_REST = 0x1.7f7d1cp-20f;

  /// Coefficients of `q`.
  public static final float Q0 = 0.5f;

  public static final float Q1 = 0.16666515f;
  public static final float Q2 = 0.04166626f;
  public static final float Q3 = 0.008369188f;
  public static final float Q4 = 0.0013946504f;

  /// Below and above, `exp` is 0 and infinite.
  public static final float LEAST = -104;

  public static final float MOST = 89;

  /// Below, the hyperbolic tangent of half of it is -1.
  public static final float FLAT = -20;

  private Exponential() {}

  public static float exp(float x) {
    float c = x < LEAST ? LEAST : x > MOST ? MOST : x;
    float whole = fma(c, LOG2_E, WHOLE);
    int n = Float.floatToRawIntBits(whole) - WHOLE_BITS;
    // In two factors, because 2^n may be no float where the result is one.
    return (expm1OfRest(c, whole) + 1) * powerOf2(n >> 1) * powerOf2(n - (n >> 1));
  }

  public static float sigmoid(float x) {
    float e = exp(-Math.abs(x));
    return (x < 0 ? e : 1) / (1 + e);
  }

  /// `(e^2x - 1) / (e^2x - 1 + 2)`, where nothing cancels near 0.
  public static float tanh(float x) {
    float twice = -Math.abs(x + x);
    float c = twice < FLAT ? FLAT : twice;
    float whole = fma(c, LOG2_E, WHOLE);
    float power = powerOf2(Float.floatToRawIntBits(whole) - WHOLE_BITS);
    float e = fma(expm1OfRest(c, whole), power, power - 1);
    return Math.copySign(e / (e + 2), x);
  }

  /// `exp(r) - 1`.
  ///
  /// @param whole `n` and [#WHOLE]
  private static float expm1OfRest(float x, float whole) {
    float n = whole - WHOLE;
    float r = fma(n, -LN2_REST, fma(n, -LN2, x));
    float q = fma(fma(fma(fma(Q4, r, Q3), r, Q2), r, Q1), r, Q0);
    return fma(r * r, q, r);
  }

  private static float powerOf2(int n) {
    return Float.intBitsToFloat((n + 127) << 23);
  }

  private static float fma(float a, float b, float c) {
    return MultiplyAdd.fma(a, b, c);
  }
}
