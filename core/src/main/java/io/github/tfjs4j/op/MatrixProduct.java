package io.github.tfjs4j.op;

import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.Arrays;

/// The loops of the matrix products. Sums run in double.
final class MatrixProduct {
  /// Below this number of columns a row of them is too short to be worth a loop.
  private static final int NARROW = 8;

  private MatrixProduct() {}

  /// The product of the two inner axes of `a` and `b`, the leading ones broadcast.
  static Tensor of(Tensor a, Tensor b, boolean transposeA, boolean transposeB) {
    Shape shape = MatMul.product(a.shape(), b.shape(), transposeA, transposeB);
    DataType type = ElementTypes.upcast(Elements.numbers(a).type(), Elements.numbers(b).type());
    if (type != DataType.FLOAT) {
      return integers(
          Elements.cast(a, DataType.INT32),
          Elements.cast(b, DataType.INT32),
          transposeA,
          transposeB,
          shape);
    }
    int n = shape.dim(-1);
    // Few columns are dot products over a right side [N, K], many are sums of rows of one [K, N].
    boolean narrow = n < NARROW;
    Tensor left = Elements.cast(transposeA ? swapped(a) : a, type);
    Tensor right = Elements.cast(transposeB == narrow ? b : swapped(b), type);
    float[] x = left.rawFloats();
    float[] w = right.rawFloats();
    int m = shape.dim(-2);
    int k = left.shape().dim(-1);
    float[] y = new float[shape.size()];
    double[] sums = new double[n];
    batches(left, right, shape)
        .rows((at, step, length) -> {
          for (int i = 0; i < length; i++) {
            int ao = (at[0] + i * step[0]) * m * k;
            int bo = (at[1] + i * step[1]) * k * n;
            int yo = (at[2] + i * step[2]) * m * n;
            for (int row = 0; row < m; row++) {
              row(sums, x, ao + row * k, k, w, bo, narrow);
              for (int j = 0; j < n; j++) {
                y[yo + row * n + j] = (float) sums[j];
              }
            }
          }
        });
    return Tensor.adopt(y, shape);
  }

  private static void row(
      double[] sums, float[] x, int at, int k, float[] w, int from, boolean narrow) {
    if (narrow) {
      for (int j = 0; j < sums.length; j++) {
        sums[j] = Convolution.dot(x, at, w, from + j * k, k);
      }
      return;
    }
    Arrays.fill(sums, 0);
    for (int c = 0; c < k; c++) {
      Convolution.addScaled(sums, x[at + c], w, from + c * sums.length);
    }
  }

  /// A walk over the matrices of both factors and of the result.
  private static Walk batches(Tensor a, Tensor b, Shape shape) {
    Shape batch = shape.sub(0, shape.rank() - 2);
    return Walk.over(
        batch.dims(),
        Walk.broadcast(a.shape().sub(0, a.shape().rank() - 2), batch),
        Walk.broadcast(b.shape().sub(0, b.shape().rank() - 2), batch),
        Walk.dense(batch.dims()));
  }

  private static Tensor swapped(Tensor x) {
    int rank = x.shape().rank();
    int[] perm = java.util.stream.IntStream.range(0, rank).toArray();
    perm[rank - 2] = rank - 1;
    perm[rank - 1] = rank - 2;
    return Elements.transpose(x, perm);
  }

  private static Tensor integers(
      Tensor a, Tensor b, boolean transposeA, boolean transposeB, Shape shape) {
    Tensor left = transposeA ? swapped(a) : a;
    Tensor right = transposeB ? swapped(b) : b;
    int m = shape.dim(-2);
    int n = shape.dim(-1);
    int k = right.shape().dim(-2);
    int[] y = new int[shape.size()];
    batches(left, right, shape)
        .rows((at, step, length) -> {
          for (int i = 0; i < length; i++) {
            int ao = (at[0] + i * step[0]) * m * k;
            int bo = (at[1] + i * step[1]) * k * n;
            int yo = (at[2] + i * step[2]) * m * n;
            for (int cell = 0; cell < m * n; cell++) {
              double sum = 0;
              for (int c = 0; c < k; c++) {
                sum +=
                    (double) left.rawInts()[ao + cell / n * k + c]
                        * right.rawInts()[bo + c * n + cell % n];
              }
              y[yo + cell] = Elements.toInt32(sum);
            }
          }
        });
    return Tensor.adopt(y, shape);
  }
}
