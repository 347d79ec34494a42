package io.github.tfjs4j.vector;

import io.github.tfjs4j.exec.Buffers;
import io.github.tfjs4j.exec.Constants;
import io.github.tfjs4j.exec.Kernel;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.BatchMatMulV2;
import io.github.tfjs4j.op.Conv2D;
import io.github.tfjs4j.op.FusedConv2D;
import io.github.tfjs4j.op.FusedMatMul;
import io.github.tfjs4j.op.MatMul;
import io.github.tfjs4j.op.Window2D;
import io.github.tfjs4j.op.WindowAxis;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Products with constant weights: Conv2D, MatMul and their fused kinds. A convolution is a product
/// whose left side is never made: a row of it is the cells of the input under a window, read where
/// they are. Padding is copied around the input first.
final class ProductKernel implements Kernel {
  static final Maker MAKER =
      new Maker() {
        @Override
        public String name() {
          return "vector product";
        }

        @Override
        public Optional<BooleanSupplier> warmUp() {
          Map<Runnable, Integer> calls = new LinkedHashMap<>(Tile.calls());
          calls.putAll(FewRows.calls());
          return Warm.up(calls);
        }

        @Override
        public Optional<Kernel> make(Node node, Constants constants) {
          return switch (node.op()) {
            case Conv2D(Window2D window) -> of(node, window, Finish.NONE, constants);
            case FusedConv2D(var window, var fused) ->
                Finish.of(node, fused, node.types().getFirst().shape().dim(3))
                    .flatMap(f -> of(node, window, f, constants));
            case MatMul(boolean ta, boolean tb) when !ta -> of(node, tb, Finish.NONE, constants);
            case BatchMatMulV2(boolean ta, boolean tb) when !ta ->
                of(node, tb, Finish.NONE, constants);
            case FusedMatMul(boolean ta, boolean tb, var fused) when !ta ->
                Finish.of(node, fused, node.types().getFirst().shape().dim(-1))
                    .flatMap(f -> of(node, tb, f, constants));
            default -> Optional.empty();
          };
        }
      };

  /// Bytes of the left side and of the result that a task visits again and again, panel by panel.
  private static final int NEAR = 128 << 10;

  /// Rows that are whole tiles of any kind.
  private static final int WHOLE = 2 * Tile.ROWS;

  /// Tasks that there should be, for threads to share.
  private static final int TASKS = 16;

  /// Empty where every window lies within the input.
  private final Optional<Padded> padded;

  /// Where the window of each row begins in the input, with its padding.
  private final int[] base;

  /// Runs of cells under the window that lie side by side.
  private final int taps;

  private final int run;
  private final Panels panels;

  /// All of them, from left to right.
  private final List<Columns> columns;

  private final Finish finish;
  private final int rowsOfTask;
  private final int columnsOfTask;

  /// @param taps from the base of a row to each run of cells
  private ProductKernel(
      Optional<Padded> padded, int[] base, int[] taps, int run, Panels panels, Finish finish) {
    this.padded = padded;
    this.base = base;
    this.taps = taps.length;
    this.run = run;
    this.columns =
        base.length < Tile.rows(Lanes.MOST_VECTORS)
            ? FewRows.of(base, taps, run, panels, finish)
            : Tile.of(base, taps, run, panels, finish);
    this.panels = panels;
    this.finish = finish;
    int near = NEAR / Float.BYTES / Math.max(1, taps.length * run + panels.n());
    int rows = Math.max(1, Math.ceilDiv(near, WHOLE)) * WHOLE;
    this.rowsOfTask = Math.min(rows, base.length);
    int pieces = Math.ceilDiv(base.length, rowsOfTask);
    this.columnsOfTask = Math.max(1, columns.size() / Math.max(1, Math.ceilDiv(TASKS, pieces)));
  }

  private static Optional<Kernel> of(
      Node node, boolean transposed, Finish finish, Constants constants) {
    Value x = node.input(0);
    Value y = node.input(1);
    if (x.dataType() != DataType.FLOAT || y.shape().rank() != 2 || x.shape().size() == 0) {
      return Optional.empty();
    }
    int k = x.shape().dim(-1);
    int n = y.shape().dim(transposed ? 0 : 1);
    int[] base = new int[x.shape().size() / k];
    Arrays.setAll(base, i -> i * k);
    return constants
        .packed(
            y,
            "panels of " + transposed,
            t -> Panels.of(transposed ? transposed(t.rawFloats(), k) : t.rawFloats(), n))
        .map(p -> new ProductKernel(Optional.empty(), base, new int[] {0}, k, p, finish));
  }

  private static float[] transposed(float[] matrix, int columns) {
    int rows = matrix.length / columns;
    float[] result = new float[matrix.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        result[j * rows + i] = matrix[i * columns + j];
      }
    }
    return result;
  }

  private static Optional<Kernel> of(
      Node node, Window2D window, Finish finish, Constants constants) {
    Shape x = node.input(0).shape();
    Shape f = node.input(1).shape();
    Shape y = node.types().getFirst().shape();
    if (x.size() == 0 || f.size() == 0 || y.size() == 0) {
      return Optional.empty();
    }
    List<WindowAxis> axes = WindowAxis.of(window, x, f.dim(0), f.dim(1));
    WindowAxis h = axes.get(1);
    WindowAxis w = axes.get(2);
    int channels = x.dim(3);
    Optional<Padded> padded = Padded.of(x.dim(0), h, w, channels);
    if (padded.isEmpty()) {
      return Optional.empty();
    }
    int width = padded.get().width() * channels;
    int[] base = new int[y.size() / y.dim(3)];
    for (int row = 0; row < x.dim(0) * h.out(); row++) {
      int top = row / h.out() * padded.get().height() + row % h.out() * h.stride();
      for (int k = 0; k < w.out(); k++) {
        base[row * w.out() + k] = top * width + k * w.stride() * channels;
      }
    }
    // Cells side by side are one run.
    boolean joined = w.dilation() == 1;
    int[] taps = new int[h.window() * (joined ? 1 : w.window())];
    for (int t = 0; t < taps.length; t++) {
      taps[t] =
          joined
              ? t * h.dilation() * width
              : t / w.window() * h.dilation() * width + t % w.window() * w.dilation() * channels;
    }
    int run = channels * (joined ? w.window() : 1);
    return constants
        .packed(node.input(1), "panels", t -> Panels.of(t.rawFloats(), f.dim(3)))
        // Padding is zeros here, and no multiple of infinity is.
        .filter(p -> !padded.get().isNeeded() || p.isFinite())
        .map(p -> new ProductKernel(padded.filter(Padded::isNeeded), base, taps, run, p, finish));
  }

  @Override
  public void run(Buffers b) {
    int n = panels.n();
    float[] x = padded.map(p -> p.of(b)).orElseGet(() -> b.floats(0));
    float[] bias = b.scratch().rows(1, 1, Math.ceilDiv(n, Lanes.LENGTH) * Lanes.LENGTH * 4)[0];
    finish.begin(b, n, bias);
    int pieces = Math.ceilDiv(base.length, rowsOfTask);
    int groups = Math.ceilDiv(columns.size(), columnsOfTask);
    b.parallel(
        pieces * groups,
        (long) base.length * taps * run * n,
        (task, scratch) -> {
          int from = task / groups * rowsOfTask;
          int first = task % groups * columnsOfTask;
          int to = Math.min(base.length, from + rowsOfTask);
          int end = Math.min(columns.size(), first + columnsOfTask);
          for (int i = first; i < end; i++) {
            columns.get(i).run(x, bias, b.out(), from, to);
          }
          if (groups == 1) {
            finish.end(b, from, to, n, scratch);
          }
        });
    if (groups > 1) {
      finish.end(b, 0, base.length, n, b.scratch());
    }
  }
}
