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

  /// `[window, channels]`
  private final float[] filter;

  private DepthwiseKernel(
      int images, WindowAxis h, WindowAxis w, int channels, Finish finish, float[] filter) {
    this.images = images;
    this.h = h;
    this.w = w;
    this.channels = channels;
    this.finish = finish;
    this.filter = filter;
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
    return constants
        .of(node.input(1))
        .map(t ->
            new DepthwiseKernel(
                x.dim(0), axes.get(1), axes.get(2), x.dim(3), finish, t.rawFloats()));
  }

  @Override
  public void run(Buffers b) {
    float[] bias = b.scratch().rows(0, 1, channels)[0];
    finish.begin(b, channels, bias);
    b.parallel(
        images * h.out(),
        (long) images * h.out() * w.out() * channels * h.window() * w.window(),
        (row, _) -> row(b.floats(0), row, bias, b.out()));
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
      int at = top + w.cell(inner, 0) * channels;
      int cells = outer - inner;
      boolean three = w.window() == 3 && a1 - a0 == 3;
      for (int c = 0; c < channels; c += L) {
        // The last channels once more, rather than in a shorter vector.
        c = Math.min(c, channels - L);
        int result = to + inner * channels + c;
        if (three) {
          three(x, at + c, line * h.dilation(), cells, a0 * 3 * channels + c, bias, c, y, result);
        } else {
          cells(x, at + c, a1 - a0, cells, a0 * w.window() * channels + c, bias, c, y, result);
        }
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
      cell(x, at, a1 - a0, t1 - t0, (a0 * w.window() + t0) * channels, bias, y, to + k * channels);
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
    for (int c = 0; c < channels; c += L) {
      c = Math.min(c, channels - L);
      FloatVector sum = FloatVector.fromArray(S, bias, c);
      for (int a = 0; a < high; a++) {
        for (int t = 0; t < wide; t++) {
          FloatVector v = FloatVector.fromArray(S, x, at + a * line + t * step + c);
          sum =
              v.fma(
                  FloatVector.fromArray(S, filter, from + (a * w.window() + t) * channels + c),
                  sum);
        }
      }
      sum.max(finish.low()).min(finish.high()).intoArray(y, to + c);
    }
  }

  /// Cells side by side, all taps of whose rows are in the input.
  private void cells(
      float[] x, int at, int high, int count, int from, float[] bias, int c, float[] y, int to) {
    int line = w.in() * channels * h.dilation();
    int step = channels * w.dilation();
    int wide = w.window();
    FloatVector begin = FloatVector.fromArray(S, bias, c);
    for (int k = 0; k < count; k++) {
      FloatVector sum = begin;
      int tap = from;
      for (int a = 0; a < high; a++) {
        int i = at + a * line;
        for (int t = 0; t < wide; t++, i += step, tap += channels) {
          sum = FloatVector.fromArray(S, x, i).fma(FloatVector.fromArray(S, filter, tap), sum);
        }
      }
      sum.max(finish.low()).min(finish.high()).intoArray(y, to);
      at += w.stride() * channels;
      to += channels;
    }
  }

  /// As [#cells] for three rows of three taps, whose weights stay in registers.
  private void three(
      float[] x, int at, int line, int count, int from, float[] bias, int c, float[] y, int to) {
    int step = channels * w.dilation();
    int next = channels * w.stride();
    int n = channels;
    float low = finish.low();
    float high = finish.high();
    FloatVector begin = FloatVector.fromArray(S, bias, c);
    FloatVector w0 = FloatVector.fromArray(S, filter, from);
    FloatVector w1 = FloatVector.fromArray(S, filter, from + n);
    FloatVector w2 = FloatVector.fromArray(S, filter, from + 2 * n);
    FloatVector w3 = FloatVector.fromArray(S, filter, from + 3 * n);
    FloatVector w4 = FloatVector.fromArray(S, filter, from + 4 * n);
    FloatVector w5 = FloatVector.fromArray(S, filter, from + 5 * n);
    FloatVector w6 = FloatVector.fromArray(S, filter, from + 6 * n);
    FloatVector w7 = FloatVector.fromArray(S, filter, from + 7 * n);
    FloatVector w8 = FloatVector.fromArray(S, filter, from + 8 * n);
    for (int k = 0; k < count; k++) {
      int i0 = at + k * next;
      int i1 = i0 + line;
      int i2 = i1 + line;
      // In the order of the taps, as all kernels have it.
      FloatVector sum = FloatVector.fromArray(S, x, i0).fma(w0, begin);
      sum = FloatVector.fromArray(S, x, i0 + step).fma(w1, sum);
      sum = FloatVector.fromArray(S, x, i0 + 2 * step).fma(w2, sum);
      sum = FloatVector.fromArray(S, x, i1).fma(w3, sum);
      sum = FloatVector.fromArray(S, x, i1 + step).fma(w4, sum);
      sum = FloatVector.fromArray(S, x, i1 + 2 * step).fma(w5, sum);
      sum = FloatVector.fromArray(S, x, i2).fma(w6, sum);
      sum = FloatVector.fromArray(S, x, i2 + step).fma(w7, sum);
      sum = FloatVector.fromArray(S, x, i2 + 2 * step).fma(w8, sum);
      sum.max(low).min(high).intoArray(y, to + k * n);
    }
  }
}
