package io.github.tfjs4j.exec.kernel;

import static io.github.tfjs4j.exec.kernel.MultiplyAdd.fma;

/// `y += x @ w` of a few rows of `x`, the heart of all products. Weights are rows of output
/// channels, and every loop runs over one such row: four input channels at a time for two rows of
/// `x`, so that weights that have been read are used twice. Products are added in the order of the
/// channels, whatever the loops are, so all kernels of products give the same bits.
final class RowProduct {
  /// Below this many output channels a loop over them is too short to be made of vectors; four rows
  /// at a time then keep more in registers.
  private static final int NARROW = 16;

  private RowProduct() {}

  /// @param x rows of channels
  /// @param at where row 0 begins
  /// @param step from one row of `x` to the next
  /// @param w its row `from + c` holds the weights of input channel `c`
  /// @param y sums of `n` output channels, the first for row 0
  /// @param first the row of `y` for row 0
  static void add(
      float[] x,
      int at,
      int step,
      int rows,
      int channels,
      float[][] w,
      int from,
      float[][] y,
      int first,
      int n) {
    int c = 0;
    if (n >= NARROW) {
      for (; c + 6 <= channels; c += 6) {
        int r = 0;
        for (; r + 2 <= rows; r += 2) {
          int i = at + r * step + c;
          add6(x, i, i + step, w, from + c, y[first + r], y[first + r + 1], n);
        }
        if (r < rows) {
          add6(x, at + r * step + c, w, from + c, y[first + r], n);
        }
      }
    }
    for (; c + 4 <= channels; c += 4) {
      float[] w0 = w[from + c];
      float[] w1 = w[from + c + 1];
      float[] w2 = w[from + c + 2];
      float[] w3 = w[from + c + 3];
      int r = 0;
      if (n < NARROW) {
        for (; r + 4 <= rows; r += 4) {
          add4(x, at + r * step + c, step, w0, w1, w2, w3, y, first + r, n);
        }
      }
      for (; r + 2 <= rows; r += 2) {
        int i = at + r * step + c;
        add2(x, i, i + step, w0, w1, w2, w3, y[first + r], y[first + r + 1], n);
      }
      if (r < rows) {
        add1(x, at + r * step + c, w0, w1, w2, w3, y[first + r], n);
      }
    }
    for (; c < channels; c++) {
      for (int r = 0; r < rows; r++) {
        add(x[at + r * step + c], w[from + c], y[first + r], n);
      }
    }
  }

  private static void add(float a, float[] w, float[] y, int n) {
    for (int j = 0; j < n; j++) {
      y[j] = fma(a, w[j], y[j]);
    }
  }

  private static void add6(float[] x, int i, float[][] w, int c, float[] y, int n) {
    float a0 = x[i];
    float a1 = x[i + 1];
    float a2 = x[i + 2];
    float a3 = x[i + 3];
    float a4 = x[i + 4];
    float a5 = x[i + 5];
    float[] w0 = w[c];
    float[] w1 = w[c + 1];
    float[] w2 = w[c + 2];
    float[] w3 = w[c + 3];
    float[] w4 = w[c + 4];
    float[] w5 = w[c + 5];
    for (int j = 0; j < n; j++) {
      y[j] =
          fma(
              a5,
              w5[j],
              fma(a4, w4[j], fma(a3, w3[j], fma(a2, w2[j], fma(a1, w1[j], fma(a0, w0[j], y[j]))))));
    }
  }

  private static void add6(
      float[] x, int i, int k, float[][] w, int c, float[] y, float[] z, int n) {
    float a0 = x[i];
    float a1 = x[i + 1];
    float a2 = x[i + 2];
    float a3 = x[i + 3];
    float a4 = x[i + 4];
    float a5 = x[i + 5];
    float b0 = x[k];
    float b1 = x[k + 1];
    float b2 = x[k + 2];
    float b3 = x[k + 3];
    float b4 = x[k + 4];
    float b5 = x[k + 5];
    float[] w0 = w[c];
    float[] w1 = w[c + 1];
    float[] w2 = w[c + 2];
    float[] w3 = w[c + 3];
    float[] w4 = w[c + 4];
    float[] w5 = w[c + 5];
    for (int j = 0; j < n; j++) {
      y[j] =
          fma(
              a5,
              w5[j],
              fma(a4, w4[j], fma(a3, w3[j], fma(a2, w2[j], fma(a1, w1[j], fma(a0, w0[j], y[j]))))));
      z[j] =
          fma(
              b5,
              w5[j],
              fma(b4, w4[j], fma(b3, w3[j], fma(b2, w2[j], fma(b1, w1[j], fma(b0, w0[j], z[j]))))));
    }
  }

  private static void add1(
      float[] x, int i, float[] w0, float[] w1, float[] w2, float[] w3, float[] y, int n) {
    float a0 = x[i];
    float a1 = x[i + 1];
    float a2 = x[i + 2];
    float a3 = x[i + 3];
    for (int j = 0; j < n; j++) {
      y[j] = fma(a3, w3[j], fma(a2, w2[j], fma(a1, w1[j], fma(a0, w0[j], y[j]))));
    }
  }

  private static void add2(
      float[] x,
      int i,
      int k,
      float[] w0,
      float[] w1,
      float[] w2,
      float[] w3,
      float[] y,
      float[] z,
      int n) {
    float a0 = x[i];
    float a1 = x[i + 1];
    float a2 = x[i + 2];
    float a3 = x[i + 3];
    float b0 = x[k];
    float b1 = x[k + 1];
    float b2 = x[k + 2];
    float b3 = x[k + 3];
    for (int j = 0; j < n; j++) {
      y[j] = fma(a3, w3[j], fma(a2, w2[j], fma(a1, w1[j], fma(a0, w0[j], y[j]))));
      z[j] = fma(b3, w3[j], fma(b2, w2[j], fma(b1, w1[j], fma(b0, w0[j], z[j]))));
    }
  }

  private static void add4(
      float[] x,
      int at,
      int step,
      float[] w0,
      float[] w1,
      float[] w2,
      float[] w3,
      float[][] y,
      int first,
      int n) {
    int i = at;
    float a0 = x[i];
    float a1 = x[i + 1];
    float a2 = x[i + 2];
    float a3 = x[i + 3];
    i += step;
    float b0 = x[i];
    float b1 = x[i + 1];
    float b2 = x[i + 2];
    float b3 = x[i + 3];
    i += step;
    float c0 = x[i];
    float c1 = x[i + 1];
    float c2 = x[i + 2];
    float c3 = x[i + 3];
    i += step;
    float d0 = x[i];
    float d1 = x[i + 1];
    float d2 = x[i + 2];
    float d3 = x[i + 3];
    float[] ya = y[first];
    float[] yb = y[first + 1];
    float[] yc = y[first + 2];
    float[] yd = y[first + 3];
    for (int j = 0; j < n; j++) {
      float v0 = w0[j];
      float v1 = w1[j];
      float v2 = w2[j];
      float v3 = w3[j];
      ya[j] = fma(a3, v3, fma(a2, v2, fma(a1, v1, fma(a0, v0, ya[j]))));
      yb[j] = fma(b3, v3, fma(b2, v2, fma(b1, v1, fma(b0, v0, yb[j]))));
      yc[j] = fma(c3, v3, fma(c2, v2, fma(c1, v1, fma(c0, v0, yc[j]))));
      yd[j] = fma(d3, v3, fma(d2, v2, fma(d1, v1, fma(d0, v0, yd[j]))));
    }
  }

  /// At least `channels`, so many that none is left over when they are taken several at a time.
  static int even(int channels) {
    int rest = channels % 6;
    return channels + (rest == 5 ? 1 : rest == 0 ? 0 : Math.max(0, 4 - rest));
  }

  /// A matrix `[rows, n]` as rows.
  static float[][] rows(float[] matrix, int n) {
    int count = n == 0 ? 0 : matrix.length / n;
    float[][] rows = new float[count][n];
    for (int i = 0; i < count; i++) {
      System.arraycopy(matrix, i * n, rows[i], 0, n);
    }
    return rows;
  }

  /// The matrix of which [#rows] made these.
  static float[] matrix(float[][] rows, int n) {
    float[] matrix = new float[rows.length * n];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, matrix, i * n, n);
    }
    return matrix;
  }

  /// The matrix of which [#columns] made these.
  static float[] transpose(float[][] rows, int n) {
    float[] matrix = new float[rows.length * n];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < n; j++) {
        matrix[j * rows.length + i] = rows[i][j];
      }
    }
    return matrix;
  }

  /// The rows of the transpose of a matrix `[n, count]`.
  static float[][] columns(float[] matrix, int count) {
    int n = count == 0 ? 0 : matrix.length / count;
    float[][] rows = new float[count][n];
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < count; i++) {
        rows[i][j] = matrix[j * count + i];
      }
    }
    return rows;
  }
}
