package io.github.tfjs4j.vector;

import io.github.tfjs4j.exec.Buffers;
import io.github.tfjs4j.exec.Constants;
import io.github.tfjs4j.exec.Kernel;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.op.Conv2DBackpropInput;
import io.github.tfjs4j.op.WindowAxis;
import io.github.tfjs4j.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/// Conv2DBackpropInput of a constant filter. Cells of the result that lie a stride apart have the
/// same taps: each kind of cell is a product with a part of the filter, whose rows are stored a
/// stride apart.
final class TransposedKernel implements Kernel {
  static final Maker MAKER =
      new Maker() {
        @Override
        public String name() {
          return "vector transposed";
        }

        @Override
        public Optional<BooleanSupplier> warmUp() {
          return Warm.up(Tile.calls());
        }

        @Override
        public Optional<Kernel> make(Node node, Constants constants) {
          return node.op() instanceof Conv2DBackpropInput op
                  && op.window().dilationH() == 1
                  && op.window().dilationW() == 1
              ? of(node, op, constants)
              : Optional.empty();
        }
      };

  private final int images;
  private final WindowAxis h;
  private final WindowAxis w;

  /// Of the result.
  private final int n;

  private final int channels;
  private final Padded padded;

  /// For each kind of cell, by row and column of the first of them, one a panel.
  private final Tile[][] tiles;

  private TransposedKernel(
      int images, WindowAxis h, WindowAxis w, int channels, Padded padded, List<Panels> weights) {
    this.images = images;
    this.h = h;
    this.w = w;
    this.n = weights.getFirst().n();
    this.channels = channels;
    this.padded = padded;
    this.tiles = new Tile[weights.size()][];
    for (int kind = 0; kind < tiles.length; kind++) {
      int i = kind / w.stride();
      int j = kind % w.stride();
      int[] base = base(i, j);
      int[] taps = taps(i, j);
      tiles[kind] =
          weights.get(kind).all().stream()
              .map(p -> new Tile(base, taps, channels, p, Finish.NONE, n, w.stride() * n))
              .toArray(Tile[]::new);
    }
  }

  private static Optional<Kernel> of(Node node, Conv2DBackpropInput op, Constants constants) {
    Shape y = node.out().shape();
    Shape f = node.input(1).shape();
    Shape x = node.input(2).shape();
    List<WindowAxis> axes = WindowAxis.of(op.window(), y, f.dim(0), f.dim(1));
    WindowAxis h = axes.get(1);
    WindowAxis w = axes.get(2);
    if (h.out() != x.dim(1) || w.out() != x.dim(2) || f.size() == 0 || x.size() == 0) {
      return Optional.empty();
    }
    return Padded.of(y.dim(0), around(h), around(w), f.dim(3))
        .flatMap(padded ->
            constants
                .packed(
                    node.input(1),
                    List.of("kinds of cells", h.stride(), h.before(), w.stride(), w.before()),
                    t -> weights(t.rawFloats(), f, h, w))
                .filter(p -> !padded.isNeeded() || p.stream().allMatch(Panels::isFinite))
                .map(p -> new TransposedKernel(y.dim(0), h, w, f.dim(3), padded, p)));
  }

  /// For each kind of cell the rows of the matrix, tap by tap.
  private static List<Panels> weights(float[] filter, Shape f, WindowAxis h, WindowAxis w) {
    List<Panels> all = new ArrayList<>();
    int n = f.dim(2);
    int channels = f.dim(3);
    for (int i = 0; i < h.stride(); i++) {
      for (int j = 0; j < w.stride(); j++) {
        int[] rows = hits(h, i);
        int[] columns = hits(w, j);
        float[] matrix = new float[rows.length * columns.length * channels * n];
        for (int k = 0; k < rows.length * columns.length; k++) {
          int tap = rows[k / columns.length] * w.window() + columns[k % columns.length];
          for (int c = 0; c < n; c++) {
            for (int o = 0; o < channels; o++) {
              matrix[(k * channels + o) * n + c] = filter[(tap * n + c) * channels + o];
            }
          }
        }
        all.add(Panels.of(matrix, n));
      }
    }
    return all;
  }

  /// The taps that lie over a cell of the input, for cell `i` of the result.
  private static int[] hits(WindowAxis axis, int i) {
    return IntStream.range(0, axis.window())
        .filter(t -> Math.floorMod(i + axis.before() - t, axis.stride()) == 0)
        .toArray();
  }

  /// Which cell of the input that is.
  private static int cell(WindowAxis axis, int i, int tap) {
    return Math.floorDiv(i + axis.before() - tap, axis.stride());
  }

  /// How many cells of the result there are a stride apart, from `i` on.
  private static int count(WindowAxis axis, int i) {
    return Math.max(0, Math.ceilDiv(axis.in() - i, axis.stride()));
  }

  /// The input with as much padding as taps reach beyond it.
  private static WindowAxis around(WindowAxis axis) {
    int from = 0;
    int to = axis.out();
    for (int i = 0; i < axis.stride(); i++) {
      for (int tap : hits(axis, i)) {
        from = Math.min(from, cell(axis, i, tap));
        to = Math.max(to, cell(axis, i, tap) + count(axis, i));
      }
    }
    return new WindowAxis(axis.out(), to - from, 1, 1, 1, -from);
  }

  private int[] base(int i, int j) {
    int high = count(h, i);
    int wide = count(w, j);
    int[] base = new int[images * high * wide];
    for (int row = 0; row < images * high; row++) {
      int top = row / high * padded.height() + row % high;
      for (int k = 0; k < wide; k++) {
        base[row * wide + k] = (top * padded.width() + k) * channels;
      }
    }
    return base;
  }

  private int[] taps(int i, int j) {
    int[] rows = hits(h, i);
    int[] columns = hits(w, j);
    int[] taps = new int[rows.length * columns.length];
    Arrays.setAll(
        taps,
        k -> {
          int row = padded.h().before() + cell(h, i, rows[k / columns.length]);
          int column = padded.w().before() + cell(w, j, columns[k % columns.length]);
          return (row * padded.width() + column) * channels;
        });
    return taps;
  }

  @Override
  public void run(Buffers b) {
    float[] x = padded.isNeeded() ? padded.of(b, 2) : b.floats(2);
    float[] none = b.scratch().rows(1, 1, Math.ceilDiv(n, Lanes.LENGTH) * Lanes.LENGTH * 4)[0];
    Arrays.fill(none, 0);
    int rows = count(h, 0);
    b.parallel(
        images * rows,
        (long) images * h.out() * w.out() * h.window() * w.window() * channels * n,
        (task, _) -> {
          for (int kind = 0; kind < tiles.length; kind++) {
            row(kind, task / rows, task % rows, x, none, b.out());
          }
        });
  }

  /// All cells of a kind in one of its rows.
  private void row(int kind, int image, int row, float[] x, float[] none, float[] y) {
    int i = kind / w.stride();
    int j = kind % w.stride();
    int high = count(h, i);
    int wide = count(w, j);
    if (row >= high || wide == 0) {
      return;
    }
    int first = (image * high + row) * wide;
    int to = ((image * h.in() + i + row * h.stride()) * w.in() + j) * n;
    for (Tile tile : tiles[kind]) {
      tile.run(x, none, y, to - first * w.stride() * n, first, first + wide);
    }
  }
}
