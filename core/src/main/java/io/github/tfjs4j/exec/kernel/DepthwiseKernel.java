package io.github.tfjs4j.exec.kernel;

import io.github.tfjs4j.exec.Buffers;
import io.github.tfjs4j.exec.Constants;
import io.github.tfjs4j.exec.Kernel;
import io.github.tfjs4j.exec.Scratch;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.op.DepthwiseConv2dNative;
import io.github.tfjs4j.op.FusedDepthwiseConv2dNative;
import io.github.tfjs4j.op.Window2D;
import io.github.tfjs4j.op.WindowAxis;
import io.github.tfjs4j.tensor.Shape;
import java.util.List;
import java.util.Optional;

/// DepthwiseConv2dNative and FusedDepthwiseConv2dNative of a constant filter with one result a
/// channel: output row by output row; the input cells under the window are copied to rows of their
/// own once for each output row.
final class DepthwiseKernel implements Kernel {
  static final Maker MAKER =
      new Maker() {
        @Override
        public String name() {
          return "depthwise";
        }

        @Override
        public Optional<Kernel> make(Node node, Constants constants) {
          return switch (node.op()) {
            case DepthwiseConv2dNative(Window2D window) ->
                of(node, window, Epilogue.NONE, constants);
            case FusedDepthwiseConv2dNative(var window, var fused) ->
                Epilogue.of(node, fused, node.types().getFirst().shape().dim(3))
                    .flatMap(e -> of(node, window, e, constants));
            default -> Optional.empty();
          };
        }
      };

  private final int images;
  private final WindowAxis h;
  private final WindowAxis w;
  private final int channels;
  private final Epilogue epilogue;
  private final float[][] filter;

  private DepthwiseKernel(
      Shape x, WindowAxis h, WindowAxis w, Epilogue epilogue, float[][] filter) {
    this.images = x.dim(0);
    this.h = h;
    this.w = w;
    this.channels = x.dim(3);
    this.epilogue = epilogue;
    this.filter = filter;
  }

  private static Optional<Kernel> of(
      Node node, Window2D window, Epilogue epilogue, Constants constants) {
    Shape x = node.input(0).shape();
    Shape f = node.input(1).shape();
    if (f.dim(3) != 1) {
      return Optional.empty();
    }
    List<WindowAxis> axes = WindowAxis.of(window, x, f.dim(0), f.dim(1));
    return constants
        .packed(node.input(1), "taps", t -> RowProduct.rows(t.rawFloats(), x.dim(3)))
        .map(rows -> new DepthwiseKernel(x, axes.get(1), axes.get(2), epilogue, rows));
  }

  @Override
  public void run(Buffers b) {
    long cells = (long) images * h.out() * w.out();
    b.parallel(
        images * h.out(),
        cells * channels * h.window() * w.window(),
        (task, scratch) -> row(b, task, scratch));
  }

  private void row(Buffers b, int row, Scratch scratch) {
    int i = row % h.out();
    float[] x = b.floats(0);
    float[] y = b.out();
    float[] sums = scratch.rows(0, 1, channels)[0];
    int firstTap = h.firstTap(i);
    int endTap = h.endTap(i);
    // The taps that lie within the input: row (a - firstTap) * w.in() + its column.
    float[][] cells = scratch.rows(1, Math.max(1, (endTap - firstTap) * w.in()), channels);
    for (int a = firstTap; a < endTap; a++) {
      int at = (row / h.out() * h.in() + h.cell(i, a)) * w.in() * channels;
      for (int c = 0; c < w.in(); c++) {
        System.arraycopy(x, at + c * channels, cells[(a - firstTap) * w.in() + c], 0, channels);
      }
    }
    for (int k = 0; k < w.out(); k++) {
      epilogue.begin(b, sums, channels);
      int first = w.firstTap(k);
      int end = w.endTap(k);
      for (int a = firstTap; a < endTap; a++) {
        int cell = (a - firstTap) * w.in();
        int tap = a * w.window();
        int t = first;
        for (; t + 3 <= end; t += 3) {
          add3(
              cells[cell + w.cell(k, t)],
              filter[tap + t],
              cells[cell + w.cell(k, t + 1)],
              filter[tap + t + 1],
              cells[cell + w.cell(k, t + 2)],
              filter[tap + t + 2],
              sums,
              channels);
        }
        for (; t < end; t++) {
          add(cells[cell + w.cell(k, t)], filter[tap + t], sums, channels);
        }
      }
      epilogue.finish(b, sums, channels);
      System.arraycopy(sums, 0, y, (row * w.out() + k) * channels, channels);
    }
  }

  private static void add(float[] x, float[] w, float[] y, int n) {
    for (int j = 0; j < n; j++) {
      y[j] += x[j] * w[j];
    }
  }

  private static void add3(
      float[] x0, float[] w0, float[] x1, float[] w1, float[] x2, float[] w2, float[] y, int n) {
    for (int j = 0; j < n; j++) {
      y[j] += x0[j] * w0[j] + x1[j] * w1[j] + x2[j] * w2[j];
    }
  }
}
