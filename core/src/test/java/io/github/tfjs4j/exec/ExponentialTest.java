package io.github.tfjs4j.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class ExponentialTest {
  /// Between two floats that are looked at: all of them take a minute a function.
  private static final int STRIDE = 2039;

  private interface Function {
    float of(float x);
  }

  /// @param most units in the last place between what is found and what double finds
  private static void assertClose(Function found, DoubleUnaryOperator wanted, double most) {
    for (long bits = 0; bits < 1L << 32; bits += STRIDE) {
      float x = Float.intBitsToFloat((int) bits);
      double exact = wanted.applyAsDouble(x);
      float nearest = (float) exact;
      float y = found.of(x);
      boolean close =
          Float.isFinite(nearest)
              ? Math.abs(y - exact) <= most * Math.ulp(nearest)
              : Float.compare(y, nearest) == 0;
      assertTrue(close, () -> "of " + x + " should be " + exact + ", is " + y);
    }
  }

  @Test
  void exp_is_off_by_one_unit_and_a_little() {
    assertClose(Exponential::exp, Math::exp, 1.1);
  }

  @Test
  void sigmoid_is_off_by_two_units_and_a_half() {
    assertClose(Exponential::sigmoid, x -> 1 / (1 + Math.exp(-x)), 2.5);
  }

  @Test
  void tanh_is_off_by_two_units_and_a_half() {
    assertClose(Exponential::tanh, Math::tanh, 2.5);
  }

  @Test
  void ends_are_exact() {
    assertEquals(1, Exponential.exp(0));
    assertEquals(0, Exponential.exp(Float.NEGATIVE_INFINITY));
    assertEquals(Float.POSITIVE_INFINITY, Exponential.exp(Float.POSITIVE_INFINITY));
    assertEquals(0.5f, Exponential.sigmoid(0));
    assertEquals(0, Exponential.sigmoid(Float.NEGATIVE_INFINITY));
    assertEquals(1, Exponential.sigmoid(Float.POSITIVE_INFINITY));
    assertEquals(-0f, Exponential.tanh(-0f));
    assertEquals(-1, Exponential.tanh(Float.NEGATIVE_INFINITY));
    assertEquals(1, Exponential.tanh(Float.POSITIVE_INFINITY));
  }
}
