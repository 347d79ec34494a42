package io.github.tfjs4j.exec.kernel;

import io.github.tfjs4j.exec.Buffers;
import io.github.tfjs4j.op.View;
import java.util.Arrays;

/// Copies elements from one array to another, where they lie some way apart along each axis on
/// either side. Axes that lie one within the other on both sides are one. What is left is matrices,
/// of which the columns lie side by side in the result: of runs that are copied as they are, of
/// elements that are repeated, or of columns that lie apart, which are taken in squares, so that
/// neither side jumps from one cache line to another with each element.
final class Move {
  /// Rows and columns of a square.
  private static final int SQUARE = 16;

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
    this.rowsOfTask = Math.max(SQUARE, PIECE / Math.max(1, columns()));
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
      squares(x, fromAt, y, toAt, count);
    } else if (from[rows + 1] == 1) {
      runs(x, fromAt, y, toAt, count);
    } else if (from[rows + 1] == 0) {
      repeated(x, fromAt, y, toAt, count);
    } else {
      squares(x, fromAt, y, toAt, count);
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

  private void squares(float[] x, int fromAt, float[] y, int toAt, int count) {
    int rows = dims.length - 2;
    int fromStep = from[rows + 1];
    for (int first = 0; first < count; first += SQUARE) {
      int end = Math.min(count, first + SQUARE);
      for (int left = 0; left < columns(); left += SQUARE) {
        int n = Math.min(SQUARE, columns() - left);
        for (int r = first; r < end; r++) {
          int at = fromAt + r * from[rows] + left * fromStep;
          int out = toAt + r * to[rows] + left;
          for (int c = 0; c < n; c++) {
            y[out + c] = x[at + c * fromStep];
          }
        }
      }
    }
  }
}
