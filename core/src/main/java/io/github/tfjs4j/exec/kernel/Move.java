package io.github.tfjs4j.exec.kernel;

import io.github.tfjs4j.exec.Buffers;
import io.github.tfjs4j.op.View;
import java.util.Arrays;

/// Copies elements from one array to another, where they lie some way apart along each axis on
/// either side. Axes that lie one within the other on both sides are one. What is left is matrices,
/// of which the columns lie side by side in the result: of runs that are copied as they are, of
/// elements that are repeated, or of columns that lie apart, which are taken in patches, so that
/// neither side jumps from one cache line to another with each element.
final class Move {
  /// Rows that are taken together: as many elements as a cache line has.
  private static final int ROWS = 16;

  /// Elements of a task.
  private static final int PIECE = 1 << 14;

  /// The axes that are left, the last two of which are those of the matrices.
  private final int[] dims;

  private final int[] from;
  private final int[] to;
  private final int fromFirst;
  private final int toFirst;

  /// Matrices, and tasks that each of them is cut into.
  private final int matrices;

  private final int rowsOfTask;
  private final int tasksOfMatrix;

  /// All of the result is a view.
  static Move of(View view) {
    int[] dims = view.dims().dims();
    int[] strides = view.strides().stream().mapToInt(i -> i).toArray();
    return new Move(dims, strides, view.offset(), dense(dims), 0);
  }

  /// The strides of a dense row-major array.
  static int[] dense(int[] dims) {
    int[] strides = new int[dims.length];
    int stride = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= dims[i];
    }
    return strides;
  }

  /// @param from how far elements lie apart along each axis
  /// @param to the same in the result, smaller from axis to axis
  Move(int[] dims, int[] from, int fromFirst, int[] to, int toFirst) {
    int[] left = new int[dims.length + 2];
    int[] leftFrom = new int[dims.length + 2];
    int[] leftTo = new int[dims.length + 2];
    int n = 0;
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] == 1) {
        continue;
      }
      boolean joins =
          n > 0 && leftFrom[n - 1] == from[i] * dims[i] && leftTo[n - 1] == to[i] * dims[i];
      int at = joins ? n - 1 : n++;
      left[at] = joins ? left[at] * dims[i] : dims[i];
      leftFrom[at] = from[i];
      leftTo[at] = to[i];
    }
    // A matrix there always is, whose columns lie side by side.
    if (n == 0 || leftTo[n - 1] != 1) {
      left[n] = 1;
      leftFrom[n] = 1;
      leftTo[n++] = 1;
    }
    if (n == 1) {
      System.arraycopy(left, 0, left, 1, n);
      System.arraycopy(leftFrom, 0, leftFrom, 1, n);
      System.arraycopy(leftTo, 0, leftTo, 1, n);
      left[0] = 1;
      n++;
    }
    this.dims = Arrays.copyOf(left, n);
    this.from = Arrays.copyOf(leftFrom, n);
    this.to = Arrays.copyOf(leftTo, n);
    this.fromFirst = fromFirst;
    this.toFirst = toFirst;
    if (this.from[n - 1] != 1) {
      rowsSideBySide();
    }
    int count = Math.min(1, rows() * columns());
    for (int i = 0; i < n - 2; i++) {
      count *= this.dims[i];
    }
    this.matrices = count;
    this.rowsOfTask = Math.max(ROWS, PIECE / Math.max(1, columns()));
    this.tasksOfMatrix = Math.ceilDiv(rows(), rowsOfTask);
  }

  /// Makes the axis that lies side by side in `from`, where there is one, the rows of the matrices.
  private void rowsSideBySide() {
    int rows = dims.length - 2;
    for (int i = rows; i >= 0; i--) {
      if (from[i] == 1) {
        for (int[] each : new int[][] {dims, from, to}) {
          int kept = each[i];
          System.arraycopy(each, i + 1, each, i, rows - i);
          each[rows] = kept;
        }
        return;
      }
    }
  }

  private int rows() {
    return dims[dims.length - 2];
  }

  private int columns() {
    return dims[dims.length - 1];
  }

  void run(Buffers b, float[] x, float[] y) {
    b.parallel(
        matrices * tasksOfMatrix,
        (long) matrices * rows() * columns(),
        (task, _) -> task(x, y, task / tasksOfMatrix, task % tasksOfMatrix * rowsOfTask));
  }

  private void task(float[] x, float[] y, int matrix, int firstRow) {
    int rows = dims.length - 2;
    int fromAt = fromFirst + firstRow * from[rows];
    int toAt = toFirst + firstRow * to[rows];
    int rest = matrix;
    for (int i = rows - 1; i >= 0; i--) {
      fromAt += rest % dims[i] * from[i];
      toAt += rest % dims[i] * to[i];
      rest /= dims[i];
    }
    int count = Math.min(rowsOfTask, rows() - firstRow);
    if (columns() == 1) {
      elements(x, fromAt, from[rows], y, toAt, to[rows], count);
    } else if (from[rows + 1] == 1) {
      runs(x, fromAt, y, toAt, count);
    } else if (from[rows + 1] == 0) {
      repeated(x, fromAt, y, toAt, count);
    } else {
      patches(x, fromAt, y, toAt, count);
    }
  }

  private static void elements(
      float[] x, int fromAt, int fromStep, float[] y, int toAt, int toStep, int count) {
    for (int i = 0; i < count; i++) {
      y[toAt + i * toStep] = x[fromAt + i * fromStep];
    }
  }

  private void runs(float[] x, int fromAt, float[] y, int toAt, int count) {
    int rows = dims.length - 2;
    for (int r = 0; r < count; r++) {
      System.arraycopy(x, fromAt + r * from[rows], y, toAt + r * to[rows], columns());
    }
  }

  private void repeated(float[] x, int fromAt, float[] y, int toAt, int count) {
    int rows = dims.length - 2;
    for (int r = 0; r < count; r++) {
      int at = toAt + r * to[rows];
      Arrays.fill(y, at, at + columns(), x[fromAt + r * from[rows]]);
    }
  }

  private void patches(float[] x, int fromAt, float[] y, int toAt, int count) {
    int rows = dims.length - 2;
    int step = from[rows + 1];
    for (int first = 0; first < count; first += ROWS) {
      int n = Math.min(ROWS, count - first);
      int at = fromAt + first * from[rows];
      int out = toAt + first * to[rows];
      int left = 0;
      for (; left + 8 <= columns(); left += 8) {
        eight(x, at + left * step, from[rows], step, y, out + left, to[rows], n);
      }
      for (; left < columns(); left++) {
        elements(x, at + left * step, from[rows], y, out + left, to[rows], n);
      }
    }
  }

  /// Eight columns of `n` rows.
  private static void eight(
      float[] x, int fromAt, int fromRow, int step, float[] y, int toAt, int toRow, int n) {
    int at = fromAt;
    int out = toAt;
    for (int r = 0; r < n; r++) {
      y[out] = x[at];
      y[out + 1] = x[at + step];
      y[out + 2] = x[at + 2 * step];
      y[out + 3] = x[at + 3 * step];
      y[out + 4] = x[at + 4 * step];
      y[out + 5] = x[at + 5 * step];
      y[out + 6] = x[at + 6 * step];
      y[out + 7] = x[at + 7 * step];
      at += fromRow;
      out += toRow;
    }
  }
}
