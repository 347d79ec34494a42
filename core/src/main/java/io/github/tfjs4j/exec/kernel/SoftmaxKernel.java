package io.github.tfjs4j.exec.kernel;

import io.github.tfjs4j.exec.Buffers;
import io.github.tfjs4j.exec.Constants;
import io.github.tfjs4j.exec.Kernel;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.op.LogSoftmax;
import io.github.tfjs4j.op.Reduce;
import io.github.tfjs4j.op.Softmax;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import java.util.Optional;

/// Softmax and LogSoftmax of float32, row by row.
final class SoftmaxKernel implements Kernel {
  private static final Fold MAX = Fold.of(Reduce.F.MAX).orElseThrow();

  static final Maker MAKER =
      new Maker() {
        @Override
        public String name() {
          return "softmax";
        }

        @Override
        public Optional<Kernel> make(Node node, Constants constants) {
          boolean log = node.op() instanceof LogSoftmax;
          return (log || node.op() instanceof Softmax) && node.input(0).dataType() == DataType.FLOAT
              ? Optional.of(new SoftmaxKernel(log, node.input(0).shape()))
              : Optional.empty();
        }
      };

  private final boolean log;
  private final int rows;
  private final int n;

  private SoftmaxKernel(boolean log, Shape x) {
    this.log = log;
    this.n = x.dim(-1);
    this.rows = x.size() / n;
  }

  @Override
  public void run(Buffers b) {
    // A power costs about as much as this many products.
    b.parallel(
        rows,
        20L * rows * n,
        (row, scratch) -> {
          float[] y = scratch.rows(0, 1, n)[0];
          System.arraycopy(b.floats(0), row * n, y, 0, n);
          if (log) {
            logSoftmax(y, n);
          } else {
            softmax(y, n);
          }
          System.arraycopy(y, 0, b.out(), row * n, n);
        });
  }

  private static void softmax(float[] y, int n) {
    float max = (float) MAX.row(y, 0, n, Double.NEGATIVE_INFINITY);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      y[i] = (float) Math.exp(y[i] - max);
      sum += y[i];
    }
    float by = (float) sum;
    for (int i = 0; i < n; i++) {
      y[i] /= by;
    }
  }

  private static void logSoftmax(float[] y, int n) {
    float max = (float) MAX.row(y, 0, n, Double.NEGATIVE_INFINITY);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      y[i] -= max;
      sum += (float) Math.exp(y[i]);
    }
    float by = (float) Math.log((float) sum);
    for (int i = 0; i < n; i++) {
      y[i] -= by;
    }
  }
}
