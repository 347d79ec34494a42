package io.github.tfjs4j.vector;

import io.github.tfjs4j.exec.Buffers;
import io.github.tfjs4j.exec.Constants;
import io.github.tfjs4j.exec.Kernel;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.op.Pool;
import io.github.tfjs4j.op.WindowAxis;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// MaxPool and AvgPool of float32: a vector of channels at a time. Windows that reach beyond the
/// input skip what is not there.
final class PoolKernel implements Kernel {
  private static final VectorSpecies<Float> S = Lanes.FLOATS;
  private static final int L = Lanes.LENGTH;

  static final Maker MAKER =
      new Maker() {
        @Override
        public String name() {
          return "vector pool";
        }

        @Override
        public Optional<BooleanSupplier> warmUp() {
          return Warm.up(calls());
        }

        @Override
        public Optional<Kernel> make(Node node, Constants constants) {
          return node.op() instanceof Pool pool && node.input(0).dataType() == DataType.FLOAT
              ? of(pool, node.input(0).shape())
              : Optional.empty();
        }
      };

  private final boolean max;
  private final int images;
  private final WindowAxis h;
  private final WindowAxis w;
  private final int channels;

  private PoolKernel(boolean max, int images, WindowAxis h, WindowAxis w, int channels) {
    this.max = max;
    this.images = images;
    this.h = h;
    this.w = w;
    this.channels = channels;
  }

  private static Optional<Kernel> of(Pool pool, Shape x) {
    WindowAxis h = WindowAxis.of(x.dim(1), pool.kernelH(), pool.strideH(), 1, pool.padding());
    WindowAxis w = WindowAxis.of(x.dim(2), pool.kernelW(), pool.strideW(), 1, pool.padding());
    return x.dim(3) < L
        ? Optional.empty()
        : Optional.of(new PoolKernel(pool.f() == Pool.F.MAX, x.dim(0), h, w, x.dim(3)));
  }

  /// A row of each kind, with the elements that it reads.
  private static Map<Runnable, Integer> calls() {
    Map<Runnable, Integer> calls = new LinkedHashMap<>();
    for (boolean max : new boolean[] {true, false}) {
      int cells = 16;
      int channels = 2 * L;
      WindowAxis h = new WindowAxis(3, 1, 3, 1, 1, 0);
      WindowAxis w = new WindowAxis(cells, cells, 3, 1, 1, 1);
      PoolKernel kernel = new PoolKernel(max, 1, h, w, channels);
      float[] x = new float[3 * cells * channels];
      float[] y = new float[cells * channels];
      calls.put(() -> kernel.row(x, 0, y), 9 * cells * channels);
    }
    return calls;
  }

  @Override
  public void run(Buffers b) {
    int rows = images * h.out();
    b.parallel(
        rows,
        (long) rows * w.out() * channels * h.window() * w.window(),
        (row, _) -> row(b.floats(0), row, b.out()));
  }

  /// @param row over all images
  private void row(float[] x, int row, float[] y) {
    int i = row % h.out();
    int a0 = h.firstTap(i);
    int high = Math.max(0, h.endTap(i) - a0);
    int line = w.in() * channels;
    int top = (row / h.out() * h.in() + h.cell(i, a0)) * line;
    for (int k = 0; k < w.out(); k++) {
      int t0 = w.firstTap(k);
      int wide = Math.max(0, w.endTap(k) - t0);
      int at = top + w.cell(k, t0) * channels;
      int to = (row * w.out() + k) * channels;
      if (!max) {
        mean(x, at, line, high, wide, y, to);
      } else if (greatest(x, at, line, high, wide, y, to)) {
        numbers(x, at, line, high, wide, y, to);
      }
    }
  }

  /// @return whether there is a NaN in it
  private boolean greatest(float[] x, int at, int line, int high, int wide, float[] y, int to) {
    int n = channels;
    FloatVector zeros = FloatVector.zero(S);
    for (int first = 0; first < n; first += L) {
      int c = Math.min(first, n - L);
      FloatVector most = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
      for (int a = 0; a < high; a++) {
        int i = at + a * line + c;
        for (int t = 0; t < wide; t++) {
          most = most.max(FloatVector.fromArray(S, x, i + t * n));
        }
      }
      most.intoArray(y, to + c);
      // Zero times a NaN is one; so it is of an infinity, which then is looked at for nothing.
      zeros = most.fma(FloatVector.zero(S), zeros);
    }
    return zeros.reduceLanes(VectorOperators.ADD) != 0;
  }

  /// Puts the greatest that is a number where a NaN is.
  private void numbers(float[] x, int at, int line, int high, int wide, float[] y, int to) {
    for (int c = 0; c < channels; c++) {
      if (Float.isNaN(y[to + c])) {
        float most = Float.NEGATIVE_INFINITY;
        for (int a = 0; a < high; a++) {
          for (int t = 0; t < wide; t++) {
            float v = x[at + a * line + t * channels + c];
            most = v > most ? v : most;
          }
        }
        y[to + c] = most;
      }
    }
  }

  /// Columns are summed first, as the portable kernel does it.
  private void mean(float[] x, int at, int line, int high, int wide, float[] y, int to) {
    int n = channels;
    float count = high * wide;
    for (int first = 0; first < n; first += L) {
      int c = Math.min(first, n - L);
      FloatVector sum = FloatVector.zero(S);
      for (int t = 0; t < wide; t++) {
        int i = at + t * n + c;
        FloatVector column = FloatVector.zero(S);
        for (int a = 0; a < high; a++) {
          column = column.add(FloatVector.fromArray(S, x, i + a * line));
        }
        sum = sum.add(column);
      }
      sum.div(count).intoArray(y, to + c);
    }
  }
}
