package io.github.tfjs4j.vector;

import io.github.tfjs4j.exec.Buffers;
import io.github.tfjs4j.exec.Constants;
import io.github.tfjs4j.exec.Kernel;
import io.github.tfjs4j.exec.Scratch;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.op.Conv2D;
import io.github.tfjs4j.op.FusedConv2D;
import io.github.tfjs4j.op.Window2D;
import io.github.tfjs4j.op.WindowAxis;
import io.github.tfjs4j.tensor.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Conv2D and FusedConv2D of three by three taps and stride 1 with constant weights, by Winograd's
/// F(2x2, 3x3): four results cost 16 products instead of 36. For every square of 2 x 2 results the
/// 4 x 4 cells under it are transformed, 16 matrix products go over the channels, and their results
/// are transformed back. An infinite input makes NaN of all four results, where it should make
/// infinities of some.
final class WinogradKernel implements Kernel {
  private static final VectorSpecies<Float> S = Lanes.FLOATS;
  private static final int L = Lanes.LENGTH;

  static final Maker MAKER =
      new Maker() {
        @Override
        public String name() {
          return "vector winograd";
        }

        @Override
        public boolean isExact() {
          return false;
        }

        @Override
        public Optional<BooleanSupplier> warmUp() {
          return Warm.up(calls());
        }

        @Override
        public Optional<Kernel> make(Node node, Constants constants) {
          return switch (node.op()) {
            case Conv2D(Window2D window) -> of(node, window, Finish.NONE, constants);
            case FusedConv2D(var window, var fused) ->
                Finish.of(node, fused, node.types().getFirst().shape().dim(3))
                    .flatMap(f -> of(node, window, f, constants));
            default -> Optional.empty();
          };
        }
      };

  /// With fewer channels the transforms cost more than they save.
  private static final int FEWEST_CHANNELS = 24;

  /// Transformed cells of a square.
  private static final int CELLS = 16;

  /// Floats of the transformed squares and results of a task, all of which stay in the second
  /// cache.
  private static final int NEAR = 1 << 16;

  private static final int LEAST_SQUARES = 24;

  private final Padded padded;
  private final int images;
  private final int rows;
  private final int columns;
  private final int channels;
  private final int n;
  private final Finish finish;

  /// Squares of a task.
  private final int squares;

  /// For each cell of a square, one a panel.
  private final Tile[][] tiles;

  private WinogradKernel(Shape x, Shape y, Padded padded, List<Panels> weights, Finish finish) {
    this.padded = padded;
    this.images = x.dim(0);
    this.rows = y.dim(1);
    this.columns = y.dim(2);
    this.channels = x.dim(3);
    this.n = y.dim(3);
    this.finish = finish;
    int all = images * Math.ceilDiv(rows, 2) * Math.ceilDiv(columns, 2);
    int fit = NEAR / CELLS / (channels + n) / LEAST_SQUARES * LEAST_SQUARES;
    this.squares = Math.min(Math.max(fit, LEAST_SQUARES), all);
    int[] base = new int[CELLS * squares];
    Arrays.setAll(base, i -> i * channels);
    this.tiles =
        weights.stream()
            .map(w ->
                w.all().stream()
                    .map(p -> new Tile(base, new int[] {0}, channels, p, Finish.NONE, n))
                    .toArray(Tile[]::new))
            .toArray(Tile[][]::new);
  }

  private static Optional<Kernel> of(
      Node node, Window2D window, Finish finish, Constants constants) {
    Shape x = node.input(0).shape();
    Shape f = node.input(1).shape();
    Shape y = node.types().getFirst().shape();
    if (f.dim(0) != 3 || f.dim(1) != 3 || Math.min(f.dim(2), f.dim(3)) < least()) {
      return Optional.empty();
    }
    List<WindowAxis> axes = WindowAxis.of(window, x, 3, 3);
    if (axes.stream().skip(1).anyMatch(a -> a.stride() != 1 || a.dilation() != 1 || a.out() < 2)) {
      return Optional.empty();
    }
    return Padded.of(x.dim(0), even(axes.get(1)), even(axes.get(2)), x.dim(3))
        .flatMap(padded ->
            constants
                .packed(node.input(1), "winograd", t -> weights(t.rawFloats(), f.dim(2), f.dim(3)))
                .filter(w -> w.stream().allMatch(Panels::isFinite))
                .map(w -> new WinogradKernel(x, y, padded, w, finish)));
  }

  private static int least() {
    return Math.max(L, FEWEST_CHANNELS);
  }

  /// The axis with a whole number of squares.
  private static WindowAxis even(WindowAxis axis) {
    return new WindowAxis(axis.in(), axis.out() + axis.out() % 2, 3, 1, 1, axis.before());
  }

  /// The filter `[3, 3, channels, n]` transformed, a matrix `[channels, n]` for each cell.
  private static List<Panels> weights(float[] filter, int channels, int n) {
    int size = channels * n;
    float[][] cells = new float[CELLS][size];
    double[] taps = new double[9];
    double[] half = new double[12];
    double[] whole = new double[CELLS];
    for (int i = 0; i < size; i++) {
      for (int t = 0; t < 9; t++) {
        taps[t] = filter[t * size + i];
      }
      for (int column = 0; column < 3; column++) {
        spread(taps, column, 3, half, column, 3);
      }
      for (int row = 0; row < 4; row++) {
        spread(half, row * 3, 1, whole, row * 4, 1);
      }
      for (int t = 0; t < CELLS; t++) {
        cells[t][i] = (float) whole[t];
      }
    }
    return Arrays.stream(cells).map(c -> Panels.of(c, n)).toList();
  }

  /// Three taps as four: their polynomial's values at 0, 1, -1 and infinity, where they count.
  private static void spread(double[] taps, int at, int step, double[] to, int first, int next) {
    double a = taps[at];
    double b = taps[at + step];
    double c = taps[at + 2 * step];
    to[first] = a;
    to[first + next] = (a + b + c) / 2;
    to[first + 2 * next] = (a - b + c) / 2;
    to[first + 3 * next] = c;
  }

  private static Map<Runnable, Integer> calls() {
    Map<Runnable, Integer> calls = new LinkedHashMap<>(Tile.calls());
    int channels = 2 * L;
    Shape shape = Shape.of(1, 2, 2, channels);
    WindowAxis axis = new WindowAxis(2, 2, 3, 1, 1, 1);
    Padded padded = Padded.of(1, axis, axis, channels).orElseThrow();
    WinogradKernel kernel = new WinogradKernel(shape, shape, padded, List.of(), Finish.NONE);
    float[] x = new float[16 * channels];
    float[] bias = new float[channels];
    float[] v = new float[CELLS * channels];
    float[] y = new float[4 * channels];
    calls.put(() -> kernel.into(x, 0, v, 0, channels), 32 * channels);
    calls.put(() -> kernel.outOf(v, 0, channels, bias, y, 0, true, true), 24 * channels);
    return calls;
  }

  @Override
  public void run(Buffers b) {
    float[] x = padded.isNeeded() ? padded.of(b) : b.floats(0);
    float[] bias = b.scratch().rows(1, 1, n)[0];
    finish.begin(b, n, bias);
    float[] none = b.scratch().rows(2, 1, Math.ceilDiv(n, L) * L * 4)[0];
    Arrays.fill(none, 0);
    int wide = Math.ceilDiv(columns, 2);
    int all = images * Math.ceilDiv(rows, 2) * wide;
    b.parallel(
        Math.ceilDiv(all, squares),
        (long) all * CELLS * channels * n,
        (task, scratch) -> {
          int from = task * squares;
          int count = Math.min(squares, all - from);
          task(x, bias, none, b.out(), from, count, scratch);
          end(b, from, from + count, scratch);
        });
  }

  private void task(
      float[] x, float[] bias, float[] none, float[] y, int from, int count, Scratch scratch) {
    float[] v = scratch.rows(3, 1, CELLS * squares * channels)[0];
    float[] m = scratch.rows(4, 1, CELLS * squares * n)[0];
    int wide = Math.ceilDiv(columns, 2);
    int high = Math.ceilDiv(rows, 2);
    for (int s = 0; s < count; s++) {
      int row = (from + s) / wide;
      int top = row / high * padded.height() + row % high * 2;
      int at = (top * padded.width() + (from + s) % wide * 2) * channels;
      into(x, at, v, s * channels, squares * channels);
    }
    for (int cell = 0; cell < CELLS; cell++) {
      for (Tile tile : tiles[cell]) {
        tile.run(v, none, m, 0, cell * squares, cell * squares + count);
      }
    }
    for (int s = 0; s < count; s++) {
      int row = (from + s) / wide;
      int i = row % high * 2;
      int to = ((row / high * rows + i) * columns + (from + s) % wide * 2) * n;
      outOf(m, s * n, squares * n, bias, y, to, (from + s) % wide * 2 + 1 < columns, i + 1 < rows);
    }
  }

  /// Applies the activation to the results of squares, which are parts of two rows each.
  private void end(Buffers b, int from, int to, Scratch scratch) {
    int wide = Math.ceilDiv(columns, 2);
    int high = Math.ceilDiv(rows, 2);
    for (int square = from; square < to; ) {
      int row = square / wide;
      int next = Math.min(to, (row + 1) * wide);
      int i = row % high * 2;
      int first = (row / high * rows + i) * columns;
      int begin = square % wide * 2;
      int end = Math.min(columns, begin + (next - square) * 2);
      finish.end(b, first + begin, first + end, n, scratch);
      if (i + 1 < rows) {
        finish.end(b, first + columns + begin, first + columns + end, n, scratch);
      }
      square = next;
    }
  }

  /// Transforms the 4 x 4 cells that begin at `at`.
  ///
  /// @param plane from one transformed cell to the next
  private void into(float[] x, int at, float[] v, int to, int plane) {
    int line = padded.width() * channels;
    differences(x, at, at + 2 * line, v, to, plane);
    sums(x, at + line, at + 2 * line, v, to + 4 * plane, plane);
    differences(x, at + 2 * line, at + line, v, to + 8 * plane, plane);
    differences(x, at + line, at + 3 * line, v, to + 12 * plane, plane);
  }

  private void differences(float[] x, int i, int j, float[] v, int to, int plane) {
    int step = channels;
    for (int first = 0; first < channels; first += L) {
      int c = Math.min(first, channels - L);
      int a = i + c;
      int b = j + c;
      FloatVector t0 = FloatVector.fromArray(S, x, a).sub(FloatVector.fromArray(S, x, b));
      FloatVector t1 =
          FloatVector.fromArray(S, x, a + step).sub(FloatVector.fromArray(S, x, b + step));
      FloatVector t2 =
          FloatVector.fromArray(S, x, a + 2 * step).sub(FloatVector.fromArray(S, x, b + 2 * step));
      FloatVector t3 =
          FloatVector.fromArray(S, x, a + 3 * step).sub(FloatVector.fromArray(S, x, b + 3 * step));
      t0.sub(t2).intoArray(v, to + c);
      t1.add(t2).intoArray(v, to + plane + c);
      t2.sub(t1).intoArray(v, to + 2 * plane + c);
      t1.sub(t3).intoArray(v, to + 3 * plane + c);
    }
  }

  private void sums(float[] x, int i, int j, float[] v, int to, int plane) {
    int step = channels;
    for (int first = 0; first < channels; first += L) {
      int c = Math.min(first, channels - L);
      int a = i + c;
      int b = j + c;
      FloatVector t0 = FloatVector.fromArray(S, x, a).add(FloatVector.fromArray(S, x, b));
      FloatVector t1 =
          FloatVector.fromArray(S, x, a + step).add(FloatVector.fromArray(S, x, b + step));
      FloatVector t2 =
          FloatVector.fromArray(S, x, a + 2 * step).add(FloatVector.fromArray(S, x, b + 2 * step));
      FloatVector t3 =
          FloatVector.fromArray(S, x, a + 3 * step).add(FloatVector.fromArray(S, x, b + 3 * step));
      t0.sub(t2).intoArray(v, to + c);
      t1.add(t2).intoArray(v, to + plane + c);
      t2.sub(t1).intoArray(v, to + 2 * plane + c);
      t1.sub(t3).intoArray(v, to + 3 * plane + c);
    }
  }

  /// Transforms 16 products back to 2 x 2 results.
  ///
  /// @param wide whether there is a second column
  /// @param high whether there is a second row
  private void outOf(
      float[] m, int at, int plane, float[] bias, float[] y, int to, boolean wide, boolean high) {
    // Where there is no second column, the first is stored over it.
    int next = wide ? n : 0;
    upper(m, at, plane, bias, y, to, next);
    if (high) {
      lower(m, at, plane, bias, y, to + columns * n, next);
    }
  }

  private void upper(float[] m, int at, int plane, float[] bias, float[] y, int to, int next) {
    for (int first = 0; first < n; first += L) {
      int c = Math.min(first, n - L);
      int i = at + c;
      FloatVector s0 = above(m, i, plane);
      FloatVector s1 = above(m, i + plane, plane);
      FloatVector s2 = above(m, i + 2 * plane, plane);
      FloatVector s3 = above(m, i + 3 * plane, plane);
      store(s0, s1, s2, s3, bias, c, y, to + c, next);
    }
  }

  private void lower(float[] m, int at, int plane, float[] bias, float[] y, int to, int next) {
    for (int first = 0; first < n; first += L) {
      int c = Math.min(first, n - L);
      int i = at + c;
      FloatVector s0 = below(m, i, plane);
      FloatVector s1 = below(m, i + plane, plane);
      FloatVector s2 = below(m, i + 2 * plane, plane);
      FloatVector s3 = below(m, i + 3 * plane, plane);
      store(s0, s1, s2, s3, bias, c, y, to + c, next);
    }
  }

  private static FloatVector above(float[] m, int i, int plane) {
    return FloatVector.fromArray(S, m, i)
        .add(FloatVector.fromArray(S, m, i + 4 * plane))
        .add(FloatVector.fromArray(S, m, i + 8 * plane));
  }

  private static FloatVector below(float[] m, int i, int plane) {
    return FloatVector.fromArray(S, m, i + 4 * plane)
        .sub(FloatVector.fromArray(S, m, i + 8 * plane))
        .sub(FloatVector.fromArray(S, m, i + 12 * plane));
  }

  private void store(
      FloatVector s0,
      FloatVector s1,
      FloatVector s2,
      FloatVector s3,
      float[] bias,
      int c,
      float[] y,
      int to,
      int next) {
    FloatVector begin = FloatVector.fromArray(S, bias, c);
    clamped(s1.sub(s2).sub(s3).add(begin)).intoArray(y, to + next);
    clamped(s0.add(s1).add(s2).add(begin)).intoArray(y, to);
  }

  private FloatVector clamped(FloatVector v) {
    return v.max(finish.low()).min(finish.high());
  }
}
