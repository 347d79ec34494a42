package io.github.tfjs4j.op;

import io.github.tfjs4j.tensor.Shape;
import java.util.Arrays;

/// A walk over the elements of several arrays at once: one index space, and for each array a stride
/// an axis (0 to stay, as broadcasting and reducing do). Axes that lie contiguously in all arrays
/// are merged, so that the innermost runs are as long as possible and an op's loop over one needs
/// no index arithmetic.
final class Walk {
  /// What to do with one innermost run.
  interface Row {
    /// @param at where the run begins in each array
    /// @param step how far its elements lie apart in each array
    /// @param length how many elements it has
    void run(int[] at, int[] step, int length);
  }

  private final int[] dims;
  private final int[][] strides;

  private Walk(int[] dims, int[][] strides) {
    this.dims = dims;
    this.strides = strides;
  }

  /// @param strides for each array one stride for each of `dims`
  static Walk over(int[] dims, int[]... strides) {
    int[] merged = new int[dims.length];
    int[][] steps = new int[strides.length][dims.length];
    int n = 0;
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] == 1) {
        continue;
      }
      boolean joins = n > 0;
      for (int a = 0; joins && a < strides.length; a++) {
        joins = steps[a][n - 1] == strides[a][i] * dims[i];
      }
      int at = joins ? n - 1 : n++;
      merged[at] = joins ? merged[at] * dims[i] : dims[i];
      for (int a = 0; a < strides.length; a++) {
        steps[a][at] = strides[a][i];
      }
    }
    int[][] kept = new int[strides.length][];
    for (int a = 0; a < strides.length; a++) {
      kept[a] = Arrays.copyOf(steps[a], n);
    }
    return new Walk(Arrays.copyOf(merged, n), kept);
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

  /// The strides with which an array of shape `from` is read as one of shape `to` that it
  /// broadcasts to.
  static int[] broadcast(Shape from, Shape to) {
    int[] dense = dense(from.dims());
    int[] strides = new int[to.rank()];
    int skipped = to.rank() - from.rank();
    for (int i = 0; i < dense.length; i++) {
      strides[skipped + i] = from.dim(i) == 1 ? 0 : dense[i];
    }
    return strides;
  }

  void rows(Row row) {
    rows(new int[strides.length], row);
  }

  /// @param start where each array's first element is
  void rows(int[] start, Row row) {
    int inner = dims.length - 1;
    int[] step = new int[strides.length];
    for (int a = 0; a < step.length && inner >= 0; a++) {
      step[a] = strides[a][inner];
    }
    for (int d : dims) {
      if (d == 0) {
        return;
      }
    }
    int length = inner < 0 ? 1 : dims[inner];
    int[] index = new int[Math.max(0, inner)];
    int[] at = start.clone();
    while (true) {
      row.run(at, step, length);
      int axis = inner - 1;
      while (axis >= 0 && ++index[axis] == dims[axis]) {
        index[axis] = 0;
        for (int a = 0; a < at.length; a++) {
          at[a] -= strides[a][axis] * (dims[axis] - 1);
        }
        axis--;
      }
      if (axis < 0) {
        return;
      }
      for (int a = 0; a < at.length; a++) {
        at[a] += strides[a][axis];
      }
    }
  }
}
