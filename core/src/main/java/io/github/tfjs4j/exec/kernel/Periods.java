package io.github.tfjs4j.exec.kernel;

/// Rows that hold the same elements again and again.
final class Periods {
  private Periods() {}

  /// @param x holds the period from `at` on
  /// @param phase the element of the period to begin with
  /// @param to where in `row` to begin
  static void fill(float[] x, int at, int period, int phase, float[] row, int to, int count) {
    int known = Math.min(count, period - phase);
    System.arraycopy(x, at + phase, row, to, known);
    if (known < count) {
      int n = Math.min(count - known, phase);
      System.arraycopy(x, at, row, to + known, n);
      known += n;
    }
    // What is there is whole periods: twice as many each time.
    while (known < count) {
      int n = Math.min(count - known, known);
      System.arraycopy(row, to, row, to + known, n);
      known += n;
    }
  }
}
