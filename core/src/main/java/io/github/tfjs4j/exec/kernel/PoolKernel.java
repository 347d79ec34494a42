package io.github.tfjs4j.exec.kernel;

import io.github.tfjs4j.exec.Buffers;
import io.github.tfjs4j.exec.Constants;
import io.github.tfjs4j.exec.Kernel;
import io.github.tfjs4j.exec.Scratch;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.op.Pool;
import io.github.tfjs4j.op.WindowAxis;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import java.util.Arrays;
import java.util.Optional;

/// MaxPool and AvgPool of float32, output row by output row: the input rows under the window become
/// one row first, which then is shared by the windows side by side.
final class PoolKernel implements Kernel {
  static final Maker MAKER =
      new Maker() {
        @Override
        public String name() {
          return "pool";
        }

        @Override
        public Optional<Kernel> make(Node node, Constants constants) {
          return node.op() instanceof Pool pool && node.input(0).dataType() == DataType.FLOAT
              ? Optional.of(new PoolKernel(pool, node.input(0).shape()))
              : Optional.empty();
        }
      };

  private final boolean max;
  private final int images;
  private final WindowAxis h;
  private final WindowAxis w;
  private final int channels;

  private PoolKernel(Pool pool, Shape x) {
    this.max = pool.f() == Pool.F.MAX;
    this.images = x.dim(0);
    this.h = WindowAxis.of(x.dim(1), pool.kernelH(), pool.strideH(), 1, pool.padding());
    this.w = WindowAxis.of(x.dim(2), pool.kernelW(), pool.strideW(), 1, pool.padding());
    this.channels = x.dim(3);
  }

  @Override
  public void run(Buffers b) {
    int rows = images * h.out();
    b.parallel(
        rows,
        (long) rows * w.in() * channels * h.window(),
        (task, scratch) -> row(b, task, scratch));
  }

  private void row(Buffers b, int row, Scratch scratch) {
    int i = row % h.out();
    int length = w.in() * channels;
    float[][] buffers = scratch.rows(0, 2, length);
    float[] joined = buffers[0];
    float[] next = buffers[1];
    Arrays.fill(joined, 0, length, max ? Float.NEGATIVE_INFINITY : 0);
    for (int a = h.firstTap(i); a < h.endTap(i); a++) {
      int at = (row / h.out() * h.in() + h.cell(i, a)) * length;
      System.arraycopy(b.floats(0), at, next, 0, length);
      join(next, joined, length);
    }
    float[][] results = scratch.rows(1, 2, w.out() * channels);
    float[] cells = results[0];
    float[] sums = results[1];
    float none = max ? Float.NEGATIVE_INFINITY : 0;
    int n = w.out() * channels;
    Arrays.fill(sums, 0, n, none);
    for (int t = 0; t < w.window(); t++) {
      for (int k = 0; k < w.out(); k++) {
        int j = w.cell(k, t);
        if (j >= 0 && j < w.in()) {
          System.arraycopy(joined, j * channels, cells, k * channels, channels);
        } else {
          Arrays.fill(cells, k * channels, (k + 1) * channels, none);
        }
      }
      join(cells, sums, n);
    }
    if (!max) {
      int high = Math.max(0, h.endTap(i) - h.firstTap(i));
      for (int k = 0; k < w.out(); k++) {
        divide(sums, k * channels, high * Math.max(0, w.endTap(k) - w.firstTap(k)), channels);
      }
    }
    System.arraycopy(sums, 0, b.out(), row * n, n);
  }

  private void join(float[] x, float[] y, int n) {
    if (max) {
      max(x, y, n);
    } else {
      add(x, y, n);
    }
  }

  private static void add(float[] x, float[] y, int n) {
    for (int j = 0; j < n; j++) {
      y[j] += x[j];
    }
  }

  private static void divide(float[] y, int at, int by, int n) {
    for (int j = at; j < at + n; j++) {
      y[j] /= by;
    }
  }

  /// NaN is never the greatest: it becomes the least first.
  private static void max(float[] x, float[] y, int n) {
    if (ElementFunction.hasNonFinite(x, n)) {
      for (int j = 0; j < n; j++) {
        x[j] = Float.isNaN(x[j]) ? Float.NEGATIVE_INFINITY : x[j];
      }
    }
    for (int j = 0; j < n; j++) {
      y[j] = Math.max(x[j], y[j]);
    }
  }
}
