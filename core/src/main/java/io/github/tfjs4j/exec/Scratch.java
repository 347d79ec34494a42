package io.github.tfjs4j.exec;

import java.util.Arrays;

/// Memory that one thread of a run may use until its task is done. It grows to what was asked for
/// and is kept for the next task, so what is in it is undefined.
public final class Scratch {
  private float[][][] rows = new float[0][][];
  private double[] doubles = {};
  private int[] ints = new int[0];

  /// Doubles, at least so many.
  public double[] doubles(int length) {
    if (doubles.length < length) {
      doubles = new double[length];
    }
    return doubles;
  }

  /// Rows of floats.
  ///
  /// @param use tells the uses of one kernel apart, from 0 on
  /// @param length of each row; the arrays may be longer
  public float[][] rows(int use, int count, int length) {
    if (use >= rows.length) {
      rows = Arrays.copyOf(rows, use + 1);
    }
    float[][] found = rows[use];
    if (found == null || found.length < count || found[0].length < length) {
      int n = found == null ? count : Math.max(count, found.length);
      int l = found == null ? length : Math.max(length, found[0].length);
      found = new float[n][l];
      rows[use] = found;
    }
    return found;
  }

  /// Integers, at least `length` of them.
  public int[] ints(int length) {
    if (ints.length < length) {
      ints = new int[length];
    }
    return ints;
  }
}
