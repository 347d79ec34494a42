package io.github.tfjs4j.op;

/// The discrete Fourier transform of rows of complex numbers: `y[r] = sum over c of x[c] * exp(-2
/// pi i r c / n)`, or its inverse. As in TF.js, rows whose length is a power of 2 are halved again
/// and again, with every step rounded to float32, and others are multiplied out.
final class Fourier {
  private final int length;
  private final boolean inverse;

  /// `cos` and `sin` of the angles that divide the circle into `length`, interleaved.
  private final double[] circle;

  private Fourier(int length, boolean inverse) {
    this.length = length;
    this.inverse = inverse;
    this.circle = new double[Math.multiplyExact(2, length)];
    for (int i = 0; i < length; i++) {
      double angle = (inverse ? 2 : -2) * Math.PI * ((double) i / length);
      circle[2 * i] = Math.cos(angle);
      circle[2 * i + 1] = Math.sin(angle);
    }
  }

  /// @param x rows of `length` complex numbers, real and imaginary parts interleaved
  static float[] transform(float[] x, int length, boolean inverse) {
    float[] y = new float[x.length];
    if (x.length == 0) {
      return y;
    }
    Fourier fourier = new Fourier(length, inverse);
    boolean halves = Integer.bitCount(length) == 1;
    for (int row = 0; row < x.length / 2; row += length) {
      if (halves) {
        fourier.halve(x, row, 1, length, y, row);
      } else {
        fourier.multiply(x, row, y);
      }
    }
    if (halves && inverse) {
      for (int i = 0; i < y.length; i++) {
        y[i] /= length;
      }
    }
    return y;
  }

  /// Transforms the `n` numbers from `from` on that lie `step` apart.
  private void halve(float[] x, int from, int step, int n, float[] y, int to) {
    if (n == 1) {
      y[2 * to] = x[2 * from];
      y[2 * to + 1] = x[2 * from + 1];
      return;
    }
    int half = n / 2;
    halve(x, from, 2 * step, half, y, to);
    halve(x, from + step, 2 * step, half, y, to + half);
    for (int i = 0; i < half; i++) {
      int even = 2 * (to + i);
      int odd = 2 * (to + half + i);
      double cos = (float) circle[2 * i * step];
      double sin = (float) circle[2 * i * step + 1];
      float real = (float) (cos * y[odd] - sin * y[odd + 1]);
      float imag = (float) (cos * y[odd + 1] + sin * y[odd]);
      y[odd] = y[even] - real;
      y[odd + 1] = y[even + 1] - imag;
      y[even] += real;
      y[even + 1] += imag;
    }
  }

  /// Transforms the `n` numbers from `from` on that lie `step` apart: `n / p` of them `p` times for
  /// the least prime `p`, then sums of `p`.
  private double[] split(float[] x, int from, int step, int n) {
    if (n == 1) {
      return new double[] {x[2 * from], x[2 * from + 1]};
    }
    int p = leastPrime(n);
    int part = n / p;
    double[] y = new double[2 * n];
    for (int j = 0; j < p; j++) {
      double[] of = split(x, from + j * step, step * p, part);
      for (int r = 0; r < n; r++) {
        int at = 2 * (int) ((long) r * j % n) * step;
        int k = 2 * (r % part);
        y[2 * r] += of[k] * circle[at] - of[k + 1] * circle[at + 1];
        y[2 * r + 1] += of[k] * circle[at + 1] + of[k + 1] * circle[at];
      }
    }
    return y;
  }

  private static int leastPrime(int n) {
    for (int p = 2; (long) p * p <= n; p++) {
      if (n % p == 0) {
        return p;
      }
    }
    return n;
  }

  private void multiply(float[] x, int row, float[] y) {
    double[] exact = split(x, row, 1, length);
    for (int i = 0; i < exact.length; i++) {
      y[2 * row + i] = (float) (inverse ? exact[i] / length : exact[i]);
    }
  }
}
