package io.github.tfjs4j.exec.kernel;

import io.github.tfjs4j.exec.Buffers;
import io.github.tfjs4j.exec.Constants;
import io.github.tfjs4j.exec.Kernel;
import io.github.tfjs4j.exec.Scratch;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.op.Window2D;
import io.github.tfjs4j.op.WindowAxis;
import io.github.tfjs4j.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Conv2D and _FusedConv2D with a constant filter of few output channels. A loop over so few gains
/// little from vectors, so here loops run over strips of output cells: what lies under a strip is
/// transposed, channel by channel, multiplied, and transposed back.
final class StripConvolutionKernel implements Kernel {
  /// Output cells of a strip.
  private static final int STRIP = 256;

  /// A strip has at least this many times the output channels, or rows of those are better:
  /// measured on the convolutions of MobileNetV2, posenet and ESRGAN.
  private static final double LONGER = 2.5;

  /// Below this many cells a strip too is too short.
  private static final int SHORTEST = 64;

  /// Rows that are transposed at the same time: more would leave the fastest memory.
  private static final int SLAB = 48;

  static final Maker MAKER =
      new ConvolutionMaker("convolution of strips", StripConvolutionKernel::of);

  private final WindowAxis h;
  private final WindowAxis w;
  private final int channels;
  private final int outChannels;
  private final Epilogue epilogue;

  /// Output cells of all images.
  private final int cells;

  /// Cells of a strip.
  private final int strip;

  /// The weights, slab by slab.
  private final List<Slab> slabs;

  /// Weights of some taps.
  private static final class Slab {
    final int firstTap;
    final int taps;

    /// One for each channel of each tap, and as many without meaning as make products of several at
    /// a time come out even.
    final int columns;

    /// `[output channels, columns]`
    final float[] matrix;

    Slab(int firstTap, int taps, int columns, float[] matrix) {
      this.firstTap = firstTap;
      this.taps = taps;
      this.columns = columns;
      this.matrix = matrix;
    }
  }

  private StripConvolutionKernel(
      int images,
      WindowAxis h,
      WindowAxis w,
      int channels,
      int outChannels,
      Epilogue epilogue,
      List<Slab> slabs) {
    this.h = h;
    this.w = w;
    this.channels = channels;
    this.outChannels = outChannels;
    this.epilogue = epilogue;
    this.cells = images * h.out() * w.out();
    this.strip = stripOf(cells);
    this.slabs = slabs;
  }

  private static Optional<Kernel> of(
      Node node, Window2D window, Epilogue epilogue, Constants constants) {
    Shape x = node.input(0).shape();
    Shape f = node.input(1).shape();
    int n = f.dim(3);
    int cells = node.types().getFirst().shape().sub(0, 3).size();
    if (f.size() == 0 || cells == 0 || stripOf(cells) < Math.max(SHORTEST, LONGER * n)) {
      return Optional.empty();
    }
    List<WindowAxis> axes = WindowAxis.of(window, x, f.dim(0), f.dim(1));
    return constants
        // Padding is zeros here, and no multiple of infinity is.
        .packed(
            node.input(1),
            "strips",
            t -> isFinite(t.rawFloats()) ? slabs(t.rawFloats(), f) : List.<Slab>of())
        .filter(slabs -> !slabs.isEmpty())
        .map(slabs ->
            new StripConvolutionKernel(
                x.dim(0), axes.get(1), axes.get(2), x.dim(3), n, epilogue, slabs));
  }

  /// Strips are as equal as can be.
  private static int stripOf(int cells) {
    return Math.ceilDiv(cells, Math.ceilDiv(cells, STRIP));
  }

  private static List<Slab> slabs(float[] filter, Shape shape) {
    int channels = shape.dim(2);
    int n = shape.dim(3);
    int all = shape.dim(0) * shape.dim(1);
    int most = Math.max(1, SLAB / channels);
    List<Slab> slabs = new ArrayList<>();
    for (int first = 0; first < all; first += most) {
      int taps = Math.min(most, all - first);
      int columns = RowProduct.even(taps * channels);
      float[] matrix = new float[n * columns];
      for (int i = 0; i < taps * channels; i++) {
        for (int o = 0; o < n; o++) {
          matrix[o * columns + i] = filter[(first * channels + i) * n + o];
        }
      }
      slabs.add(new Slab(first, taps, columns, matrix));
    }
    return List.copyOf(slabs);
  }

  private static boolean isFinite(float[] all) {
    return !ElementFunction.hasNonFinite(all, all.length);
  }

  @Override
  public void run(Buffers b) {
    b.parallel(
        Math.ceilDiv(cells, strip),
        (long) cells * h.window() * w.window() * channels * outChannels,
        (task, scratch) -> {
          int from = task * strip;
          strip(b, from, Math.min(strip, cells - from), scratch);
        });
  }

  private void strip(Buffers b, int from, int count, Scratch scratch) {
    float[][] columns = scratch.rows(0, slabs.getFirst().columns, strip);
    float[][] sums = scratch.rows(1, outChannels, strip);
    epilogue.beginColumns(b, sums, outChannels, count);
    int[] at = scratch.ints(count);
    for (Slab slab : slabs) {
      int next = 0;
      for (int t = slab.firstTap; t < slab.firstTap + slab.taps; t++) {
        locate(from, count, t, at);
        gather(b.floats(0), at, count, columns, next);
        next += channels;
      }
      int k = slab.columns;
      for (; next < k; next++) {
        Arrays.fill(columns[next], 0, count, 0);
      }
      RowProduct.add(slab.matrix, 0, k, outChannels, k, columns, 0, sums, 0, count);
    }
    epilogue.finishColumns(b, sums, outChannels, count);
    float[] done = scratch.rows(2, 1, strip * outChannels)[0];
    interleave(sums, count, done);
    System.arraycopy(done, 0, b.out(), from * outChannels, count * outChannels);
  }

  /// Where the input cells under a tap begin, from output cell `from` on; -1 outside of the input.
  private void locate(int from, int count, int tap, int[] at) {
    int a = tap / w.window();
    int t = tap % w.window();
    int k = from % w.out();
    int row = from / w.out();
    for (int p = 0; p < count; k = 0, row++) {
      int i = h.cell(row % h.out(), a);
      int inputRow = (row / h.out() * h.in() + i) * w.in();
      boolean inside = i >= 0 && i < h.in();
      for (; k < w.out() && p < count; k++, p++) {
        int j = w.cell(k, t);
        at[p] = inside && j >= 0 && j < w.in() ? (inputRow + j) * channels : -1;
      }
    }
  }

  private void gather(float[] x, int[] at, int count, float[][] to, int first) {
    int c = 0;
    for (; c + 4 <= channels; c += 4) {
      gather4(
          x, at, count, c, to[first + c], to[first + c + 1], to[first + c + 2], to[first + c + 3]);
    }
    for (; c < channels; c++) {
      gather(x, at, count, c, to[first + c]);
    }
  }

  private static void gather(float[] x, int[] at, int count, int c, float[] y) {
    for (int p = 0; p < count; p++) {
      int i = at[p];
      y[p] = i < 0 ? 0 : x[i + c];
    }
  }

  private static void gather4(
      float[] x, int[] at, int count, int c, float[] y0, float[] y1, float[] y2, float[] y3) {
    for (int p = 0; p < count; p++) {
      int i = at[p];
      if (i < 0) {
        y0[p] = 0;
        y1[p] = 0;
        y2[p] = 0;
        y3[p] = 0;
      } else {
        i += c;
        y0[p] = x[i];
        y1[p] = x[i + 1];
        y2[p] = x[i + 2];
        y3[p] = x[i + 3];
      }
    }
  }

  private void interleave(float[][] sums, int count, float[] to) {
    int o = 0;
    for (; o + 4 <= outChannels; o += 4) {
      interleave4(sums[o], sums[o + 1], sums[o + 2], sums[o + 3], count, to, o);
    }
    for (; o < outChannels; o++) {
      float[] s = sums[o];
      for (int p = 0, i = o; p < count; p++, i += outChannels) {
        to[i] = s[p];
      }
    }
  }

  private void interleave4(
      float[] s0, float[] s1, float[] s2, float[] s3, int count, float[] to, int o) {
    for (int p = 0, i = o; p < count; p++, i += outChannels) {
      to[i] = s0[p];
      to[i + 1] = s1[p];
      to[i + 2] = s2[p];
      to[i + 3] = s3[p];
    }
  }
}
