package io.github.tfjs4j.exec.kernel;

import io.github.tfjs4j.exec.Buffers;
import io.github.tfjs4j.exec.Constants;
import io.github.tfjs4j.exec.Kernel;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.op.Conv2DBackpropInput;
import io.github.tfjs4j.op.WindowAxis;
import io.github.tfjs4j.tensor.Shape;
import java.util.List;
import java.util.Optional;

/// Conv2DBackpropInput of a constant filter. Cells of a row that lie a stride apart have the same
/// taps, and under each of those they read cells that lie side by side: a small matrix product.
final class TransposedConvolutionKernel implements Kernel {
  /// Cells whose sums are at hand at the same time.
  private static final int BLOCK = 8;

  static final Maker MAKER =
      new Maker() {
        @Override
        public String name() {
          return "transposed convolution";
        }

        @Override
        public Optional<Kernel> make(Node node, Constants constants) {
          if (!(node.op() instanceof Conv2DBackpropInput op)
              || op.window().dilationH() != 1
              || op.window().dilationW() != 1) {
            return Optional.empty();
          }
          Shape y = node.out().shape();
          Shape f = node.input(1).shape();
          Shape x = node.input(2).shape();
          List<WindowAxis> axes = WindowAxis.of(op.window(), y, f.dim(0), f.dim(1));
          boolean fits = axes.get(1).out() == x.dim(1) && axes.get(2).out() == x.dim(2);
          return fits
              ? constants
                  .packed(node.input(1), "swapped taps", t -> swapped(t.rawFloats(), f))
                  .map(taps -> new TransposedConvolutionKernel(axes, y, f.dim(3), taps))
              : Optional.empty();
        }
      };

  private final int images;
  private final WindowAxis h;
  private final WindowAxis w;
  private final int channels;
  private final int inChannels;

  /// Row `(a * kw + b) * inChannels + o`: the weights of tap `(a, b)` and input channel `o`.
  private final float[][] filter;

  private TransposedConvolutionKernel(
      List<WindowAxis> axes, Shape y, int inChannels, float[][] filter) {
    this.images = y.dim(0);
    this.h = axes.get(1);
    this.w = axes.get(2);
    this.channels = y.dim(3);
    this.inChannels = inChannels;
    this.filter = filter;
  }

  /// Of a filter `[kh, kw, C, O]` for each tap the `O` rows of `C` weights.
  private static float[][] swapped(float[] filter, Shape shape) {
    int n = shape.dim(2);
    int from = shape.dim(3);
    float[][] rows = new float[shape.dim(0) * shape.dim(1) * from][n];
    for (int tap = 0; tap * n * from < filter.length; tap++) {
      for (int c = 0; c < n; c++) {
        for (int o = 0; o < from; o++) {
          rows[tap * from + o][c] = filter[(tap * n + c) * from + o];
        }
      }
    }
    return rows;
  }

  @Override
  public void run(Buffers b) {
    long cells = (long) images * h.out() * w.out();
    b.parallel(
        images * h.in(),
        cells * h.window() * w.window() * channels * inChannels,
        (task, scratch) -> {
          float[][] sums = scratch.rows(0, BLOCK, channels);
          for (int phase = 0; phase < Math.min(w.stride(), w.in()); phase++) {
            int count = Math.ceilDiv(w.in() - phase, w.stride());
            for (int k = 0; k < count; k += BLOCK) {
              block(b, task, phase + k * w.stride(), Math.min(BLOCK, count - k), sums);
            }
          }
        });
  }

  /// Cells `j`, `j + stride` and so on of a row.
  ///
  /// @param row over all images
  private void block(Buffers b, int row, int j, int cells, float[][] sums) {
    for (int r = 0; r < cells; r++) {
      Epilogue.NONE.begin(b, sums[r], 1, channels);
    }
    int i = row % h.in();
    for (int a = 0; a < h.window(); a++) {
      int up = i + h.before() - a;
      if (up < 0 || up % h.stride() != 0 || up / h.stride() >= h.out()) {
        continue;
      }
      int inputRow = (row / h.in() * h.out() + up / h.stride()) * w.out();
      for (int t = 0; t < w.window(); t++) {
        int left = j + w.before() - t;
        if (left % w.stride() != 0) {
          continue;
        }
        int at = left / w.stride();
        int first = Math.max(0, -at);
        int end = Math.min(cells, w.out() - at);
        if (first < end) {
          RowProduct.add(
              b.floats(2),
              (inputRow + at + first) * inChannels,
              inChannels,
              end - first,
              inChannels,
              filter,
              (a * w.window() + t) * inChannels,
              sums,
              first,
              channels);
        }
      }
    }
    for (int r = 0; r < cells; r++) {
      int to = (row * w.in() + j + r * w.stride()) * channels;
      System.arraycopy(sums[r], 0, b.out(), to, channels);
    }
  }
}
