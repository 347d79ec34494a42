package io.github.tfjs4j.exec.kernel;

import io.github.tfjs4j.exec.Buffers;
import io.github.tfjs4j.exec.Constants;
import io.github.tfjs4j.exec.Kernel;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.op.Cast;
import io.github.tfjs4j.tensor.DataType;
import java.util.Optional;

/// Cast of int32 and bool to float32: pictures come as integers.
final class CastKernel implements Kernel {
  /// Elements of a task.
  private static final int PIECE = 1 << 14;

  static final Maker MAKER =
      new Maker() {
        @Override
        public String name() {
          return "cast";
        }

        @Override
        public Optional<Kernel> make(Node node, Constants constants) {
          return node.op() instanceof Cast
                  && node.types().getFirst().type() == DataType.FLOAT
                  && node.input(0).dataType() != DataType.FLOAT
              ? Optional.of(
                  new CastKernel(
                      node.input(0).dataType() == DataType.INT32, node.input(0).shape().size()))
              : Optional.empty();
        }
      };

  private final boolean ints;
  private final int size;

  private CastKernel(boolean ints, int size) {
    this.ints = ints;
    this.size = size;
  }

  @Override
  public void run(Buffers b) {
    b.parallel(
        Math.ceilDiv(size, PIECE),
        size,
        (task, _) -> {
          int first = task * PIECE;
          int end = Math.min(size, first + PIECE);
          if (ints) {
            ints(b.input(0).rawInts(), b.out(), first, end);
          } else {
            bools(b.input(0).rawBools(), b.out(), first, end);
          }
        });
  }

  private static void ints(int[] x, float[] y, int first, int end) {
    for (int i = first; i < end; i++) {
      y[i] = x[i];
    }
  }

  private static void bools(byte[] x, float[] y, int first, int end) {
    for (int i = first; i < end; i++) {
      y[i] = x[i];
    }
  }
}
