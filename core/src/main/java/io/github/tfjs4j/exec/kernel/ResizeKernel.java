package io.github.tfjs4j.exec.kernel;

import io.github.tfjs4j.exec.Buffers;
import io.github.tfjs4j.exec.Constants;
import io.github.tfjs4j.exec.Kernel;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.op.Resize;
import io.github.tfjs4j.op.ResizeBilinear;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import java.util.Optional;

/// ResizeBilinear of float32: which pixels meet, and with what weights, is settled once for all
/// rows and columns.
final class ResizeKernel implements Kernel {
  static final Maker MAKER =
      new Maker() {
        @Override
        public String name() {
          return "resize";
        }

        @Override
        public Optional<Kernel> make(Node node, Constants constants) {
          return node.op() instanceof ResizeBilinear op
                  && node.input(0).dataType() == DataType.FLOAT
                  && Math.max(node.out().shape().dim(-3), node.out().shape().dim(-2)) <= MOST_PIXELS
              ? Optional.of(
                  new ResizeKernel(
                      op, Resize.batch(node.input(0).shape()), Resize.batch(node.out().shape())))
              : Optional.empty();
        }
      };

  /// Longer axes do not get tables, which are made before the memory of a run is counted.
  static final int MOST_PIXELS = 1 << 16;

  /// The two pixels along an axis that each output pixel lies between, and how far it is from the
  /// first.
  private static final class Axis {
    final int[] from;
    final int[] to;
    final double[] part;

    Axis(int in, int out, ResizeBilinear op) {
      from = new int[out];
      to = new int[out];
      part = new double[out];
      for (int o = 0; o < out; o++) {
        double at = Resize.position(o, in, out, op.alignCorners(), op.halfPixelCenters(), 0.5);
        from[o] = Math.max(0, (int) Math.floor(at));
        to[o] = Math.min(in - 1, (int) Math.ceil(at));
        part[o] = at - from[o];
      }
    }
  }

  private final Shape in;
  private final Shape out;
  private final Axis rows;
  private final Axis columns;

  private ResizeKernel(ResizeBilinear op, Shape in, Shape out) {
    this.in = in;
    this.out = out;
    this.rows = new Axis(in.dim(1), out.dim(1), op);
    this.columns = new Axis(in.dim(2), out.dim(2), op);
  }

  @Override
  public void run(Buffers b) {
    b.parallel(out.dim(0) * out.dim(1), out.size() * 4L, (task, _) -> row(b, task));
  }

  private void row(Buffers b, int row) {
    float[] x = b.floats(0);
    float[] y = b.out();
    int channels = in.dim(3);
    int width = in.dim(2) * channels;
    int i = row % out.dim(1);
    int image = row / out.dim(1) * in.dim(1);
    int upper = (image + rows.from[i]) * width;
    int lower = (image + rows.to[i]) * width;
    double down = rows.part[i];
    int at = row * out.dim(2) * channels;
    for (int k = 0; k < out.dim(2); k++) {
      int left = columns.from[k] * channels;
      int right = columns.to[k] * channels;
      double across = columns.part[k];
      for (int c = 0; c < channels; c++) {
        double a = x[upper + left + c];
        double d = x[lower + left + c];
        double top = a + (x[upper + right + c] - a) * across;
        double bottom = d + (x[lower + right + c] - d) * across;
        y[at++] = (float) (top + (bottom - top) * down);
      }
    }
  }
}
