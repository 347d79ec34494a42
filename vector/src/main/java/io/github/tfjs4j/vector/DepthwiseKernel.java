package io.github.tfjs4j.vector;

import io.github.tfjs4j.exec.Buffers;
import io.github.tfjs4j.exec.Constants;
import io.github.tfjs4j.exec.Kernel;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.op.DepthwiseConv2dNative;
import io.github.tfjs4j.op.FusedDepthwiseConv2dNative;
import io.github.tfjs4j.op.Window2D;
import io.github.tfjs4j.op.WindowAxis;
import io.github.tfjs4j.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// DepthwiseConv2dNative and FusedDepthwiseConv2dNative of a constant filter with one result a
/// channel: a vector of channels at a time, along a row of output cells. Windows that reach beyond
/// the input skip what is not there.
final class DepthwiseKernel implements Kernel {
  private static final VectorSpecies<Float> S = Lanes.FLOATS;
  private static final int L = Lanes.LENGTH;

  static final Maker MAKER =
      new Maker() {
        @Override
        public String name() {
          return "vector depthwise";
        }

        @Override
        public Optional<BooleanSupplier> warmUp() {
          return Warm.up(calls());
        }

        @Override
        public Optional<Kernel> make(Node node, Constants constants) {
          return switch (node.op()) {
            case DepthwiseConv2dNative(Window2D window) -> of(node, window, Finish.NONE, constants);
            case FusedDepthwiseConv2dNative(var window, var fused) ->
                Finish.of(node, fused, node.types().getFirst().shape().dim(3))
                    .flatMap(f -> of(node, window, f, constants));
            default -> Optional.empty();
          };
        }
      };

  private final int images;
  private final WindowAxis h;
  private final WindowAxis w;
  private final int channels;
  private final Finish finish;

  /// Vector by vector of channels, tap by tap. The last vector begins early enough to end with the
  /// channels.
  private final float[] filter;

  /// From the first tap of a window to each, in the input.
  private final int[] taps;

  private DepthwiseKernel(
      int images, WindowAxis h, WindowAxis w, int channels, Finish finish, float[] filter) {
    this.images = images;
    this.h = h;
    this.w = w;
    this.channels = channels;
    this.finish = finish;
    this.filter = filter;
    this.taps = new int[h.window() * w.window()];
    int line = w.in() * channels;
    for (int t = 0; t < taps.length; t++) {
      taps[t] = t / w.window() * h.dilation() * line + t % w.window() * w.dilation() * channels;
    }
  }

  /// Rows of three rows of three taps, and of others, with the multiply-adds of each.
  private static Map<Runnable, Integer> calls() {
    Map<Runnable, Integer> calls = new LinkedHashMap<>();
    for (int size : new int[] {3, 5}) {
      int cells = 16;
      int channels = 2 * L;
      WindowAxis h = new WindowAxis(size, 1, size, 1, 1, 0);
      WindowAxis w = new WindowAxis(cells, cells, size, 1, 1, size / 2);
      DepthwiseKernel kernel =
          new DepthwiseKernel(1, h, w, channels, Finish.NONE, new float[size * size * channels]);
      float[] x = new float[size * cells * channels];
      float[] bias = new float[channels];
      float[] y = new float[cells * channels];
      calls.put(() -> kernel.row(x, 0, bias, y), cells * channels * size * size);
    }
    return calls;
  }

  private static Optional<Kernel> of(
      Node node, Window2D window, Finish finish, Constants constants) {
    Shape x = node.input(0).shape();
    Shape f = node.input(1).shape();
    if (f.dim(3) != 1 || x.dim(3) < L) {
      return Optional.empty();
    }
    List<WindowAxis> axes = WindowAxis.of(window, x, f.dim(0), f.dim(1));
    int taps = f.dim(0) * f.dim(1);
    return constants
        .packed(node.input(1), "depthwise vectors", t -> packed(t.rawFloats(), taps, x.dim(3)))
        .map(packed ->
            new DepthwiseKernel(x.dim(0), axes.get(1), axes.get(2), x.dim(3), finish, packed));
  }

  private static float[] packed(float[] filter, int taps, int channels) {
    float[] packed = new float[Math.ceilDiv(channels, L) * taps * L];
    int to = 0;
    for (int c = 0; c < channels; c += L) {
      for (int t = 0; t < taps; t++, to += L) {
        System.arraycopy(filter, t * channels + Math.min(c, channels - L), packed, to, L);
      }
    }
    return packed;
  }

  @Override
  public void run(Buffers b) {
    float[] bias = b.scratch().rows(0, 1, channels)[0];
    finish.begin(b, channels, bias);
    b.parallel(
        images * h.out(),
        (long) images * h.out() * w.out() * channels * h.window() * w.window(),
        (row, scratch) -> {
          row(b.floats(0), row, bias, b.out());
          finish.end(b, row * w.out(), (row + 1) * w.out(), channels, scratch);
        });
  }

  /// @param row over all images
  private void row(float[] x, int row, float[] bias, float[] y) {
    int i = row % h.out();
    int a0 = h.firstTap(i);
    int a1 = Math.max(a0, h.endTap(i));
    int line = w.in() * channels;
    // The first tap of the window that is in the image, of a cell at column 0.
    int top = (row / h.out() * h.in() + h.cell(i, a0)) * line;
    int inner = firstInner();
    int outer = Math.max(inner, endInner());
    int to = row * w.out() * channels;
    edge(x, top, a0, a1, 0, inner, bias, y, to);
    edge(x, top, a0, a1, outer, w.out(), bias, y, to);
    if (inner < outer) {
      int from = a0 * w.window();
      int at = top + w.cell(inner, 0) * channels - (from < taps.length ? taps[from] : 0);
      to += inner * channels;
      if (w.window() == 3 && a1 - a0 == 3 && outer - inner > 1) {
        three(x, at, outer - inner, from, bias, y, to);
      } else {
        cells(x, at, outer - inner, from, a1 * w.window(), bias, y, to);
      }
    }
  }

  /// Cells `from` to `end`, whose windows may reach beyond the input.
  private void edge(
      float[] x, int top, int a0, int a1, int from, int end, float[] bias, float[] y, int to) {
    for (int k = from; k < end; k++) {
      int t0 = w.firstTap(k);
      int t1 = Math.max(t0, w.endTap(k));
      int at = top + w.cell(k, t0) * channels;
      cell(x, at, a1 - a0, t1 - t0, a0 * w.window() + t0, bias, y, to + k * channels);
    }
  }

  /// The first cell of a row whose window begins within the input.
  private int firstInner() {
    return Math.min(w.out(), Math.ceilDiv(w.before(), w.stride()));
  }

  /// The first behind it whose window ends beyond it.
  private int endInner() {
    int room = w.in() + w.before() - (w.window() - 1) * w.dilation() - 1;
    return room < 0 ? 0 : Math.min(w.out(), room / w.stride() + 1);
  }

  /// One cell, of as many taps as are in the input.
  private void cell(
      float[] x, int at, int high, int wide, int from, float[] bias, float[] y, int to) {
    int line = w.in() * channels * h.dilation();
    int step = channels * w.dilation();
    for (int first = 0; first < channels; first += L) {
      int c = Math.min(first, channels - L);
      FloatVector sum = FloatVector.fromArray(S, bias, c);
      for (int a = 0; a < high; a++) {
        int weights = first * taps.length + (from + a * w.window()) * L;
        for (int t = 0; t < wide; t++) {
          FloatVector v = FloatVector.fromArray(S, x, at + a * line + t * step + c);
          sum = v.fma(FloatVector.fromArray(S, filter, weights + t * L), sum);
        }
      }
      sum.max(finish.low()).min(finish.high()).intoArray(y, to + c);
    }
  }

  /// Cells side by side, all taps of which from the row of taps `from` on to `end` are in the
  /// input.
  private void cells(
      float[] x, int at, int count, int from, int end, float[] bias, float[] y, int to) {
    int next = w.stride() * channels;
    int k = 0;
    for (; k < count - 3; k += 4) {
      four(x, at + k * next, from, end, bias, y, to + k * channels);
    }
    int high = (end - from) / w.window();
    for (; k < count; k++) {
      int begin = at + k * next + (from < end ? taps[from] : 0);
      cell(x, begin, high, w.window(), from, bias, y, to + k * channels);
    }
  }

  /// Four cells side by side.
  private void four(float[] x, int at, int from, int end, float[] bias, float[] y, int to) {
    int n = channels;
    int at1 = at + w.stride() * n;
    int at2 = at1 + w.stride() * n;
    int at3 = at2 + w.stride() * n;
    for (int first = 0; first < n; first += L) {
      int c = Math.min(first, n - L);
      FloatVector s0 = FloatVector.fromArray(S, bias, c);
      FloatVector s1 = s0;
      FloatVector s2 = s0;
      FloatVector s3 = s0;
      int weights = (first * taps.length) + from * L;
      for (int t = from; t < end; t++, weights += L) {
        int i = taps[t] + c;
        FloatVector v = FloatVector.fromArray(S, filter, weights);
        s0 = v.fma(FloatVector.fromArray(S, x, at + i), s0);
        s1 = v.fma(FloatVector.fromArray(S, x, at1 + i), s1);
        s2 = v.fma(FloatVector.fromArray(S, x, at2 + i), s2);
        s3 = v.fma(FloatVector.fromArray(S, x, at3 + i), s3);
      }
      s0.max(finish.low()).min(finish.high()).intoArray(y, to + c);
      s1.max(finish.low()).min(finish.high()).intoArray(y, to + n + c);
      s2.max(finish.low()).min(finish.high()).intoArray(y, to + 2 * n + c);
      s3.max(finish.low()).min(finish.high()).intoArray(y, to + 3 * n + c);
    }
  }

  /// As [#cells] for two or more cells and three rows of three taps.
  private void three(float[] x, int at, int count, int from, float[] bias, float[] y, int to) {
    int line = w.in() * channels * h.dilation();
    int step = channels * w.dilation();
    int next = channels * w.stride();
    int top = at + taps[from];
    for (int k = 0; k < count; k += 2) {
      int cell = Math.min(k, count - 2);
      pair(x, top + cell * next, line, step, next, from * L, bias, y, to + cell * channels);
    }
  }

  /// Two cells side by side, nine taps each: the loop over taps written out.
  private void pair(
      float[] x, int at, int line, int step, int next, int from, float[] bias, float[] y, int to) {
    float[] f = filter;
    int n = channels;
    int i1 = at + line;
    int i2 = i1 + line;
    int j0 = at + next;
    int j1 = i1 + next;
    int j2 = i2 + next;
    int all = taps.length;
    for (int first = 0; first < n; first += L) {
      int c = Math.min(first, n - L);
      int t = first * all + from;
      FloatVector a = FloatVector.fromArray(S, bias, c);
      FloatVector b = a;
      // In the order of the taps, as all kernels have it.
      FloatVector w0 = FloatVector.fromArray(S, f, t);
      a = w0.fma(FloatVector.fromArray(S, x, at + c), a);
      b = w0.fma(FloatVector.fromArray(S, x, j0 + c), b);
      FloatVector w1 = FloatVector.fromArray(S, f, t + L);
      a = w1.fma(FloatVector.fromArray(S, x, at + step + c), a);
      b = w1.fma(FloatVector.fromArray(S, x, j0 + step + c), b);
      FloatVector w2 = FloatVector.fromArray(S, f, t + 2 * L);
      a = w2.fma(FloatVector.fromArray(S, x, at + 2 * step + c), a);
      b = w2.fma(FloatVector.fromArray(S, x, j0 + 2 * step + c), b);
      FloatVector w3 = FloatVector.fromArray(S, f, t + 3 * L);
      a = w3.fma(FloatVector.fromArray(S, x, i1 + c), a);
      b = w3.fma(FloatVector.fromArray(S, x, j1 + c), b);
      FloatVector w4 = FloatVector.fromArray(S, f, t + 4 * L);
      a = w4.fma(FloatVector.fromArray(S, x, i1 + step + c), a);
      b = w4.fma(FloatVector.fromArray(S, x, j1 + step + c), b);
      FloatVector w5 = FloatVector.fromArray(S, f, t + 5 * L);
      a = w5.fma(FloatVector.fromArray(S, x, i1 + 2 * step + c), a);
      b = w5.fma(FloatVector.fromArray(S, x, j1 + 2 * step + c), b);
      FloatVector w6 = FloatVector.fromArray(S, f, t + 6 * L);
      a = w6.fma(FloatVector.fromArray(S, x, i2 + c), a);
      b = w6.fma(FloatVector.fromArray(S, x, j2 + c), b);
      FloatVector w7 = FloatVector.fromArray(S, f, t + 7 * L);
      a = w7.fma(FloatVector.fromArray(S, x, i2 + step + c), a);
      b = w7.fma(FloatVector.fromArray(S, x, j2 + step + c), b);
      FloatVector w8 = FloatVector.fromArray(S, f, t + 8 * L);
      a = w8.fma(FloatVector.fromArray(S, x, i2 + 2 * step + c), a);
      b = w8.fma(FloatVector.fromArray(S, x, j2 + 2 * step + c), b);
      a.max(finish.low()).min(finish.high()).intoArray(y, to + c);
      b.max(finish.low()).min(finish.high()).intoArray(y, to + n + c);
    }
  }
}
