package io.github.tfjs4j.exec.kernel;

import io.github.tfjs4j.exec.Buffers;
import io.github.tfjs4j.exec.Constants;
import io.github.tfjs4j.exec.Kernel;
import io.github.tfjs4j.exec.Scratch;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.op.ArgReduce;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import java.util.Arrays;
import java.util.Optional;

/// ArgMax and ArgMin of float32: what lies behind the axis is one row, whose best elements so far
/// are kept.
final class ArgReduceKernel implements Kernel {
  static final Maker MAKER =
      new Maker() {
        @Override
        public String name() {
          return "arg";
        }

        @Override
        public Optional<Kernel> make(Node node, Constants constants) {
          return node.op() instanceof ArgReduce(ArgReduce.F f)
                  && node.input(0).dataType() == DataType.FLOAT
                  && node.input(0).shape().size() > 0
              ? constants
                  .of(node.input(1))
                  .map(a -> new ArgReduceKernel(f, node.input(0).shape(), a.rawInts()[0]))
              : Optional.empty();
        }
      };

  private final boolean max;
  private final int outer;
  private final int length;
  private final int inner;

  private ArgReduceKernel(ArgReduce.F f, Shape x, int axis) {
    this.max = f == ArgReduce.F.ARG_MAX;
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
          int[] y = b.output(0).rawInts();
          if (inner == 1) {
            y[task] = best(b.floats(0), task * length);
          } else {
            rows(b.floats(0), y, task, scratch);
          }
        });
  }

  private int best(float[] x, int first) {
    int at = 0;
    float best = x[first];
    for (int j = 1; j < length; j++) {
      float v = x[first + j];
      if (max ? v > best : v < best) {
        best = v;
        at = j;
      }
    }
    return at;
  }

  private void rows(float[] x, int[] y, int group, Scratch scratch) {
    float[] best = scratch.rows(0, 1, inner)[0];
    int from = group * length * inner;
    int to = group * inner;
    System.arraycopy(x, from, best, 0, inner);
    Arrays.fill(y, to, to + inner, 0);
    for (int j = 1; j < length; j++) {
      for (int i = 0; i < inner; i++) {
        float v = x[from + j * inner + i];
        // Nothing is better than NaN.
        if (max ? v > best[i] : v < best[i]) {
          best[i] = v;
          y[to + i] = j;
        }
      }
    }
  }
}
