package io.github.tfjs4j.exec.kernel;

import io.github.tfjs4j.exec.Buffers;
import io.github.tfjs4j.exec.Constants;
import io.github.tfjs4j.exec.Kernel;
import io.github.tfjs4j.exec.Scratch;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.op.Window2D;
import io.github.tfjs4j.op.WindowAxis;
import io.github.tfjs4j.tensor.Shape;
import java.util.List;
import java.util.Optional;

/// Conv2D and _FusedConv2D with a constant filter, directly on the input: blocks of output cells of
/// one row, each tap of the window a small matrix product.
final class ConvolutionKernel implements Kernel {
  /// Output cells whose sums are at hand at the same time.
  private static final int BLOCK = 8;

  /// Output cells of a task.
  private static final int PIECE = 64;

  static final Maker MAKER = new ConvolutionMaker("convolution", ConvolutionKernel::of);

  private final int images;
  private final WindowAxis h;
  private final WindowAxis w;
  private final int channels;
  private final int outChannels;
  private final Epilogue epilogue;

  /// Row `(a * kw + b) * channels + c`: the weights of tap `(a, b)` and input channel `c`.
  private final float[][] filter;

  private ConvolutionKernel(
      int images,
      WindowAxis h,
      WindowAxis w,
      int channels,
      int outChannels,
      Epilogue epilogue,
      float[][] filter) {
    this.images = images;
    this.h = h;
    this.w = w;
    this.channels = channels;
    this.outChannels = outChannels;
    this.epilogue = epilogue;
    this.filter = filter;
  }

  private static Optional<Kernel> of(
      Node node, Window2D window, Epilogue epilogue, Constants constants) {
    Shape x = node.input(0).shape();
    Shape f = node.input(1).shape();
    int n = f.dim(3);
    List<WindowAxis> axes = WindowAxis.of(window, x, f.dim(0), f.dim(1));
    WindowAxis h = axes.get(1);
    WindowAxis w = axes.get(2);
    return constants
        .replaced(
            node.input(1),
            "rows",
            t -> RowProduct.rows(t.rawFloats(), n),
            rows -> RowProduct.matrix(rows, n))
        .map(rows ->
            isCellByCell(h) && isCellByCell(w)
                ? ofRows(x.dim(0) * h.in() * w.in(), x.dim(3), n, epilogue, rows)
                : new ConvolutionKernel(x.dim(0), h, w, x.dim(3), n, epilogue, rows));
  }

  private static boolean isCellByCell(WindowAxis axis) {
    return axis.window() == 1
        && axis.stride() == 1
        && axis.before() == 0
        && axis.in() == axis.out();
  }

  /// A product of `rows` rows with a matrix, which is what a window of one cell is.
  static Kernel ofRows(int rows, int channels, int n, Epilogue epilogue, float[][] matrix) {
    WindowAxis cells = new WindowAxis(rows, rows, 1, 1, 1, 0);
    WindowAxis one = new WindowAxis(1, 1, 1, 1, 1, 0);
    return new ConvolutionKernel(1, one, cells, channels, n, epilogue, matrix);
  }

  @Override
  public void run(Buffers b) {
    if (outChannels == 0) {
      return;
    }
    int pieces = Math.ceilDiv(w.out(), PIECE);
    int tasks = images * h.out() * pieces;
    long cells = (long) images * h.out() * w.out();
    long work = cells * h.window() * w.window() * channels * outChannels;
    b.parallel(
        tasks,
        work,
        (task, scratch) -> {
          int from = task % pieces * PIECE;
          int to = Math.min(w.out(), from + PIECE);
          for (int k = from; k < to; k += BLOCK) {
            block(b, task / pieces, k, Math.min(BLOCK, to - k), scratch);
          }
        });
  }

  /// Cells `k` to `k + cells` of a row.
  ///
  /// @param row over all images
  private void block(Buffers b, int row, int k, int cells, Scratch scratch) {
    float[][] sums = scratch.rows(0, BLOCK, outChannels);
    float[] done = scratch.rows(2, 1, BLOCK * outChannels)[0];
    for (int r = 0; r < cells; r++) {
      epilogue.begin(b, sums[r], 1, outChannels);
    }
    taps(b.floats(0), row / h.out(), row % h.out(), k, cells, sums);
    // The activation once for all cells: short loops cost more than what they do.
    for (int r = 0; r < cells; r++) {
      System.arraycopy(sums[r], 0, done, r * outChannels, outChannels);
    }
    epilogue.finish(b, done, cells, outChannels, scratch);
    System.arraycopy(done, 0, b.out(), (row * w.out() + k) * outChannels, cells * outChannels);
  }

  private static boolean isWithin(WindowAxis axis, int first, int last) {
    return axis.cell(first, 0) >= 0 && axis.endTap(last) == axis.window();
  }

  private void taps(float[] x, int image, int i, int k, int cells, float[][] sums) {
    for (int a = h.firstTap(i); a < h.endTap(i); a++) {
      int inputRow = (image * h.in() + h.cell(i, a)) * w.in();
      if (w.dilation() == 1 && isWithin(w, k, k + cells - 1)) {
        // The taps of a cell lie side by side: they are one tap of more channels.
        int at = (inputRow + w.cell(k, 0)) * channels;
        int all = w.window() * channels;
        int step = w.stride() * channels;
        RowProduct.add(x, at, step, cells, all, filter, a * all, sums, 0, outChannels);
        continue;
      }
      for (int t = 0; t < w.window(); t++) {
        int first = k;
        int end = k + cells;
        while (first < end && w.cell(first, t) < 0) {
          first++;
        }
        while (end > first && w.cell(end - 1, t) >= w.in()) {
          end--;
        }
        if (first < end) {
          RowProduct.add(
              x,
              (inputRow + w.cell(first, t)) * channels,
              w.stride() * channels,
              end - first,
              channels,
              filter,
              (a * w.window() + t) * channels,
              sums,
              first - k,
              outChannels);
        }
      }
    }
  }
}
