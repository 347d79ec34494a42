package io.github.tfjs4j.exec.kernel;

import io.github.tfjs4j.exec.Buffers;
import io.github.tfjs4j.exec.Constants;
import io.github.tfjs4j.exec.Kernel;
import io.github.tfjs4j.exec.Scratch;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.op.Cumulative;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import java.util.Arrays;
import java.util.Optional;

/// Cumsum and Cumprod of float32: what lies behind the axis is one row, which is joined with that
/// of the element before.
final class CumulativeKernel implements Kernel {
  static final Maker MAKER =
      new Maker() {
        @Override
        public String name() {
          return "cumulative";
        }

        @Override
        public Optional<Kernel> make(Node node, Constants constants) {
          return node.op() instanceof Cumulative op && node.input(0).dataType() == DataType.FLOAT
              ? constants
                  .of(node.input(1))
                  .map(a -> new CumulativeKernel(op, node.input(0).shape(), a.rawInts()[0]))
              : Optional.empty();
        }
      };

  private final Cumulative op;
  private final int outer;
  private final int length;
  private final int inner;

  private CumulativeKernel(Cumulative op, Shape x, int axis) {
    this.op = op;
    int at = x.axis(axis);
    this.outer = x.sub(0, at).size();
    this.length = x.dim(at);
    this.inner = x.sub(at + 1, x.rank()).size();
  }

  @Override
  public void run(Buffers b) {
    b.parallel(
        outer,
        (long) outer * length * inner,
        (task, scratch) -> {
          if (inner == 1) {
            elements(b.floats(0), b.out(), task * length);
          } else {
            rows(b.floats(0), b.out(), task * length * inner, scratch);
          }
        });
  }

  private void elements(float[] x, float[] y, int first) {
    boolean sum = op.f() == Cumulative.F.CUMSUM;
    int step = op.reverse() ? -1 : 1;
    int at = op.reverse() ? first + length - 1 : first;
    float joined = sum ? 0 : 1;
    for (int j = 0; j < length; j++) {
      float next = sum ? joined + x[at] : joined * x[at];
      y[at] = op.exclusive() ? joined : next;
      joined = next;
      at += step;
    }
  }

  private void rows(float[] x, float[] y, int first, Scratch scratch) {
    float[][] rows = scratch.rows(0, 2, inner);
    float[] row = rows[0];
    float[] joined = rows[1];
    boolean sum = op.f() == Cumulative.F.CUMSUM;
    Arrays.fill(joined, 0, inner, sum ? 0 : 1);
    for (int j = 0; j < length; j++) {
      int at = first + (op.reverse() ? length - 1 - j : j) * inner;
      System.arraycopy(x, at, row, 0, inner);
      if (op.exclusive()) {
        System.arraycopy(joined, 0, y, at, inner);
      }
      if (sum) {
        add(row, joined, inner);
      } else {
        multiply(row, joined, inner);
      }
      if (!op.exclusive()) {
        System.arraycopy(joined, 0, y, at, inner);
      }
    }
  }

  private static void add(float[] x, float[] y, int n) {
    for (int j = 0; j < n; j++) {
      y[j] += x[j];
    }
  }

  private static void multiply(float[] x, float[] y, int n) {
    for (int j = 0; j < n; j++) {
      y[j] *= x[j];
    }
  }
}
