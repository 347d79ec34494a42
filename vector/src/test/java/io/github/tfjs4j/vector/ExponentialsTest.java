package io.github.tfjs4j.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfjs4j.exec.Exponential;
import io.github.tfjs4j.exec.RowFunction;
import io.github.tfjs4j.op.Unary;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExponentialsTest {
  /// Whole vectors of every width, and a rest.
  private static final int N = 67;

  private static final int STRIDE = 100_003;

  @ParameterizedTest
  @EnumSource(
      value = Unary.F.class,
      names = {"EXP", "SIGMOID", "TANH"})
  void give_the_bits_of_the_portable_ones(Unary.F f) {
    RowFunction vectors = Exponentials.FUNCTIONS.all().get(f);
    float[] x = new float[N];
    float[] y = new float[N];
    for (long bits = 0; bits < 1L << 32; ) {
      for (int i = 0; i < N; i++, bits += STRIDE) {
        x[i] = Float.intBitsToFloat((int) bits);
      }
      vectors.apply(x, y, N);
      for (int i = 0; i < N; i++) {
        assertEquals(portable(f, x[i]), y[i], f + " of " + x[i]);
      }
    }
  }

  private static float portable(Unary.F f, float x) {
    return switch (f) {
      case EXP -> Exponential.exp(x);
      case SIGMOID -> Exponential.sigmoid(x);
      default -> Exponential.tanh(x);
    };
  }
}
