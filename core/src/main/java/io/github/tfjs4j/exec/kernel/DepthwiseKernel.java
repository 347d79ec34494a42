package io.github.tfjs4j.exec.kernel;

import static io.github.tfjs4j.exec.kernel.MultiplyAdd.fma;

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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// DepthwiseConv2dNative and FusedDepthwiseConv2dNative of a constant filter: piece by piece of an
/// output row, several cells at once. For each tap the input cells under it are copied to a row of
/// their own, each channel as often as it has results, and the weights lie in a row that repeats
/// them for every cell of a piece.
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

  /// Elements of a piece: rows of this length for all taps fit into the first cache.
  private static final int PIECE = 768;

  /// Weights are not repeated beyond this.
  private static final int MOST_WEIGHTS = 1 << 16;

  private final int images;
  private final WindowAxis h;
  private final WindowAxis w;

  /// Channels of the result, and how many of them each one of the input has.
  private final int channels;

  private final int multiplier;
  private final Epilogue epilogue;

  /// Output cells of a piece.
  private final int cells;

  /// A row for each tap: its weights, once for every cell of a piece.
  private final float[][] filter;

  private DepthwiseKernel(
      Shape x,
      WindowAxis h,
      WindowAxis w,
      int multiplier,
      Epilogue epilogue,
      int cells,
      float[][] filter) {
    this.images = x.dim(0);
    this.h = h;
    this.w = w;
    this.channels = x.dim(3) * multiplier;
    this.multiplier = multiplier;
    this.epilogue = epilogue;
    this.cells = cells;
    this.filter = filter;
  }

  private static Optional<Kernel> of(
      Node node, Window2D window, Epilogue epilogue, Constants constants) {
    Shape x = node.input(0).shape();
    Shape f = node.input(1).shape();
    int multiplier = f.dim(3);
    int channels = x.dim(3) * multiplier;
    if (channels == 0) {
      return Optional.empty();
    }
    List<WindowAxis> axes = WindowAxis.of(window, x, f.dim(0), f.dim(1));
    int most = Math.min(PIECE / channels, MOST_WEIGHTS / Math.max(1, f.size()));
    int cells = Math.max(1, Math.min(axes.get(2).out(), most));
    return constants
        .packed(node.input(1), "taps of " + cells, t -> repeated(t.rawFloats(), channels, cells))
        // Padding is zeros here, and no multiple of infinity is.
        .filter(DepthwiseKernel::isFinite)
        .map(taps ->
            new DepthwiseKernel(x, axes.get(1), axes.get(2), multiplier, epilogue, cells, taps));
  }

  private static float[][] repeated(float[] filter, int channels, int cells) {
    float[][] taps = new float[filter.length / channels][cells * channels];
    for (int t = 0; t < taps.length; t++) {
      for (int k = 0; k < cells; k++) {
        System.arraycopy(filter, t * channels, taps[t], k * channels, channels);
      }
    }
    return taps;
  }

  private static boolean isFinite(float[][] rows) {
    return Arrays.stream(rows).noneMatch(row -> ElementFunction.hasNonFinite(row, row.length));
  }

  @Override
  public void run(Buffers b) {
    long outputs = (long) images * h.out() * w.out() * channels;
    b.parallel(
        images * h.out(),
        outputs * h.window() * w.window(),
        (task, scratch) -> {
          for (int k = 0; k < w.out(); k += cells) {
            piece(b, task, k, Math.min(cells, w.out() - k), scratch);
          }
        });
  }

  /// Cells `k` to `k + count` of a row.
  ///
  /// @param row over all images
  private void piece(Buffers b, int row, int k, int count, Scratch scratch) {
    int i = row % h.out();
    int n = count * channels;
    float[][] rows = scratch.rows(0, 4, cells * channels);
    float[] sums = rows[3];
    epilogue.begin(b, sums, count, channels);
    for (int a = h.firstTap(i); a < h.endTap(i); a++) {
      int inputRow = (row / h.out() * h.in() + h.cell(i, a)) * w.in();
      int tap = a * w.window();
      int t = 0;
      for (; t + 3 <= w.window(); t += 3) {
        copy(b.floats(0), inputRow, k, count, t, rows[0]);
        copy(b.floats(0), inputRow, k, count, t + 1, rows[1]);
        copy(b.floats(0), inputRow, k, count, t + 2, rows[2]);
        add3(
            rows[0],
            filter[tap + t],
            rows[1],
            filter[tap + t + 1],
            rows[2],
            filter[tap + t + 2],
            sums,
            n);
      }
      for (; t < w.window(); t++) {
        copy(b.floats(0), inputRow, k, count, t, rows[0]);
        add(rows[0], filter[tap + t], sums, n);
      }
    }
    epilogue.finish(b, sums, count, channels, scratch);
    System.arraycopy(sums, 0, b.out(), (row * w.out() + k) * channels, n);
  }

  /// Puts the input cells under a tap side by side, zeros for those outside.
  private void copy(float[] x, int inputRow, int k, int count, int tap, float[] to) {
    int first = 0;
    while (first < count && w.cell(k + first, tap) < 0) {
      first++;
    }
    int end = count;
    while (end > first && w.cell(k + end - 1, tap) >= w.in()) {
      end--;
    }
    Arrays.fill(to, 0, first * channels, 0);
    Arrays.fill(to, end * channels, count * channels, 0);
    if (first == end) {
      return;
    }
    if (w.stride() == 1 && multiplier == 1) {
      int at = (inputRow + w.cell(k + first, tap)) * channels;
      System.arraycopy(x, at, to, first * channels, (end - first) * channels);
      return;
    }
    for (int c = first; c < end; c++) {
      int at = inputRow + w.cell(k + c, tap);
      if (multiplier == 1) {
        System.arraycopy(x, at * channels, to, c * channels, channels);
      } else {
        repeat(x, at * (channels / multiplier), to, c * channels);
      }
    }
  }

  /// Copies a cell, each channel as often as it has results.
  private void repeat(float[] x, int from, float[] to, int first) {
    for (int i = 0; i < channels; i++) {
      to[first + i] = x[from + i / multiplier];
    }
  }

  private static void add(float[] x, float[] w, float[] y, int n) {
    for (int j = 0; j < n; j++) {
      y[j] = fma(x[j], w[j], y[j]);
    }
  }

  private static void add3(
      float[] x0, float[] w0, float[] x1, float[] w1, float[] x2, float[] w2, float[] y, int n) {
    for (int j = 0; j < n; j++) {
      y[j] = fma(x2[j], w2[j], fma(x1[j], w1[j], fma(x0[j], w0[j], y[j])));
    }
  }
}
