package io.github.tfjs4j.exec.kernel;

/// `a * b + c` in the one instruction that nearly every processor has, rounded once. Where it is
/// missing the library computes it in decimal, thousands of times slower, and a product and a sum
/// take its place. The last bits may differ from machine to machine, never within one.
public final class MultiplyAdd {
  /// Nanoseconds, with a wide margin on both sides: interpreted, the instruction takes a few tens,
  /// decimal arithmetic many hundreds.
  private static final double SLOW = 200;

  private static final boolean FUSED = isFast();

  private MultiplyAdd() {}

  private static boolean isFast() {
    float sum = 1;
    double best = Double.MAX_VALUE;
    for (int round = 0; round < 10; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < 100; i++) {
        sum = Math.fma(sum, 0.37f, 1.1f);
      }
      best = Math.min(best, (System.nanoTime() - start) / 100.0);
    }
    return best < SLOW && sum > 0;
  }

  public static float fma(float a, float b, float c) {
    return FUSED ? Math.fma(a, b, c) : a * b + c;
  }
}
