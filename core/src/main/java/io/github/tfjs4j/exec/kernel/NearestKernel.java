package io.github.tfjs4j.exec.kernel;

import io.github.tfjs4j.exec.Buffers;
import io.github.tfjs4j.exec.Constants;
import io.github.tfjs4j.exec.Kernel;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.op.Resize;
import io.github.tfjs4j.op.ResizeNearestNeighbor;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import java.util.Optional;

/// ResizeNearestNeighbor of float32: which pixel is copied is settled once for all rows and
/// columns.
final class NearestKernel implements Kernel {
  static final Maker MAKER =
      new Maker() {
        @Override
        public String name() {
          return "nearest";
        }

        @Override
        public Optional<Kernel> make(Node node, Constants constants) {
          return node.op() instanceof ResizeNearestNeighbor op
                  && node.input(0).dataType() == DataType.FLOAT
                  && longest(node.out().shape()) <= ResizeKernel.MOST_PIXELS
              ? Optional.of(
                  new NearestKernel(
                      op, Resize.batch(node.input(0).shape()), Resize.batch(node.out().shape())))
              : Optional.empty();
        }

        private int longest(Shape out) {
          return Math.max(out.dim(-3), out.dim(-2));
        }
      };

  private final Shape in;
  private final Shape out;

  /// Which pixel of the input each one is.
  private final int[] rows;

  private final int[] columns;

  private NearestKernel(ResizeNearestNeighbor op, Shape in, Shape out) {
    this.in = in;
    this.out = out;
    this.rows = op.nearest(in.dim(1), out.dim(1));
    this.columns = op.nearest(in.dim(2), out.dim(2));
  }

  @Override
  public void run(Buffers b) {
    b.parallel(
        out.dim(0) * out.dim(1), out.longSize(), (task, _) -> row(b.floats(0), b.out(), task));
  }

  private void row(float[] x, float[] y, int row) {
    int channels = in.dim(3);
    int image = row / out.dim(1) * in.dim(1);
    int from = (image + rows[row % out.dim(1)]) * in.dim(2) * channels;
    int to = row * out.dim(2) * channels;
    for (int k = 0; k < columns.length; k++) {
      System.arraycopy(x, from + columns[k] * channels, y, to + k * channels, channels);
    }
  }
}
