package io.github.tfjs4j.exec;

import java.util.Arrays;
import java.util.function.LongConsumer;

/// Memory that one thread of a run may use until its task is done. It grows to what was asked for
/// and is kept for the next task, so what is in it is undefined. What it takes counts as memory of
/// the run.
public final class Scratch {
  private final LongConsumer taking;
  private float[][][] rows = new float[0][][];
  private double[] doubles = {};
  private int[] ints = new int[0];

  /// @param taking told how many bytes more there will be, before they are taken
  Scratch(LongConsumer taking) {
    this.taking = taking;
  }

  /// Doubles, at least so many.
  public double[] doubles(int length) {
    if (doubles.length < length) {
      taking.accept((long) Double.BYTES * (length - doubles.length));
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
      long before = found == null ? 0 : (long) found.length * found[0].length;
      int n = found == null ? count : Math.max(count, found.length);
      int l = found == null ? length : Math.max(length, found[0].length);
      taking.accept(Float.BYTES * ((long) n * l - before));
      found = new float[n][l];
      rows[use] = found;
    }
    return found;
  }

  /// Integers, at least `length` of them.
  public int[] ints(int length) {
    if (ints.length < length) {
      taking.accept((long) Integer.BYTES * (length - ints.length));
      ints = new int[length];
    }
    return ints;
  }
}
