package io.github.tfjs4j.vector;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// One row after another of a product with several panels at once, for fewer rows than a tile has:
/// each weight is used once, so what counts is that enough sums are in flight. A sum waits four or
/// five cycles for the one before it, in which eight others begin. The panels are as many streams
/// through memory.
///
/// The left side is as that of [Tile].
final class FewRows implements Columns {
  private static final VectorSpecies<Float> S = Lanes.FLOATS;
  private static final int L = Lanes.LENGTH;

  /// Panels that are read at once: eight vectors.
  private static final int PANELS = 8 / Lanes.MOST_VECTORS;

  private final int[] base;
  private final int[] taps;
  private final int run;

  /// Of each panel.
  private final float[][] weights;

  private final int n0;
  private final float low;
  private final float high;
  private final int step;

  /// Whether all of the last vector is stored.
  private final boolean whole;

  /// What is stored of it.
  private final VectorMask<Float> last;

  private FewRows(
      int[] base, int[] taps, int run, List<Panels.Panel> panels, Finish finish, int n) {
    this.base = base;
    this.taps = taps;
    this.run = run;
    this.weights = panels.stream().map(p -> p.weights).toArray(float[][]::new);
    this.n0 = panels.getFirst().first;
    this.low = finish.low();
    this.high = finish.high();
    this.step = n;
    this.whole = n - n0 >= 8 * L;
    this.last = S.indexInRange(7 * L, Math.min(n - n0, 8 * L));
  }

  /// All panels: as many at once as there are of the greatest width, the last of those twice rather
  /// than one by one, and what is left in tiles.
  static List<Columns> of(int[] base, int[] taps, int run, Panels panels, Finish finish) {
    List<Panels.Panel> all = panels.all();
    int n = panels.n();
    int widest = (int) all.stream().filter(p -> p.vectors == Lanes.MOST_VECTORS).count();
    List<Columns> columns = new ArrayList<>();
    int next = 0;
    while (next < widest && widest >= PANELS) {
      next = Math.min(next, widest - PANELS);
      columns.add(new FewRows(base, taps, run, all.subList(next, next + PANELS), finish, n));
      next += PANELS;
    }
    all.subList(next, all.size())
        .forEach(p -> columns.add(new Tile(base, taps, run, p, finish, n)));
    return columns;
  }

  @Override
  public void run(float[] x, float[] bias, float[] y, int from, int to) {
    for (int r = from; r < to; r++) {
      if (PANELS == 2) {
        of2(x, bias, y, r);
      } else {
        of4(x, bias, y, r);
      }
    }
  }

  /// What is to be compiled, with the multiply-adds of a call.
  static Map<Runnable, Integer> calls() {
    int run = 64;
    int n = 8 * L;
    int[] zero = {0};
    Columns row = of(zero, zero, run, Panels.of(new float[run * n], n), Finish.NONE).getFirst();
    float[] x = new float[run];
    float[] bias = new float[n];
    float[] y = new float[n];
    return Map.of(() -> row.run(x, bias, y, 0, 1), run * n);
  }

  private void store(FloatVector v, float[] y, int to) {
    if (whole) {
      v.intoArray(y, to);
    } else {
      v.intoArray(y, to, last);
    }
  }

  /// Four panels of 2 vectors.
  private void of4(float[] x, float[] bias, float[] y, int row) {
    float[] p = weights[0];
    float[] q = weights[1];
    float[] r = weights[2];
    float[] s = weights[3];
    int run = this.run;
    FloatVector p0 = FloatVector.fromArray(S, bias, n0);
    FloatVector p1 = FloatVector.fromArray(S, bias, n0 + 1 * L);
    FloatVector q0 = FloatVector.fromArray(S, bias, n0 + 2 * L);
    FloatVector q1 = FloatVector.fromArray(S, bias, n0 + 3 * L);
    FloatVector r0 = FloatVector.fromArray(S, bias, n0 + 4 * L);
    FloatVector r1 = FloatVector.fromArray(S, bias, n0 + 5 * L);
    FloatVector s0 = FloatVector.fromArray(S, bias, n0 + 6 * L);
    FloatVector s1 = FloatVector.fromArray(S, bias, n0 + 7 * L);
    int i = 0;
    for (int tap : taps) {
      int at = base[row] + tap;
      for (int k = 0; k < run; k++, i += 2 * L) {
        FloatVector a = FloatVector.broadcast(S, x[at + k]);
        p0 = a.fma(FloatVector.fromArray(S, p, i), p0);
        p1 = a.fma(FloatVector.fromArray(S, p, i + 1 * L), p1);
        q0 = a.fma(FloatVector.fromArray(S, q, i), q0);
        q1 = a.fma(FloatVector.fromArray(S, q, i + 1 * L), q1);
        r0 = a.fma(FloatVector.fromArray(S, r, i), r0);
        r1 = a.fma(FloatVector.fromArray(S, r, i + 1 * L), r1);
        s0 = a.fma(FloatVector.fromArray(S, s, i), s0);
        s1 = a.fma(FloatVector.fromArray(S, s, i + 1 * L), s1);
      }
    }
    float low = this.low;
    float high = this.high;
    int to = row * step + n0;
    p0.max(low).min(high).intoArray(y, to);
    p1.max(low).min(high).intoArray(y, to + 1 * L);
    q0.max(low).min(high).intoArray(y, to + 2 * L);
    q1.max(low).min(high).intoArray(y, to + 3 * L);
    r0.max(low).min(high).intoArray(y, to + 4 * L);
    r1.max(low).min(high).intoArray(y, to + 5 * L);
    s0.max(low).min(high).intoArray(y, to + 6 * L);
    store(s1.max(low).min(high), y, to + 7 * L);
  }

  /// Two panels of 4 vectors.
  private void of2(float[] x, float[] bias, float[] y, int row) {
    float[] p = weights[0];
    float[] q = weights[1];
    int run = this.run;
    FloatVector p0 = FloatVector.fromArray(S, bias, n0);
    FloatVector p1 = FloatVector.fromArray(S, bias, n0 + 1 * L);
    FloatVector p2 = FloatVector.fromArray(S, bias, n0 + 2 * L);
    FloatVector p3 = FloatVector.fromArray(S, bias, n0 + 3 * L);
    FloatVector q0 = FloatVector.fromArray(S, bias, n0 + 4 * L);
    FloatVector q1 = FloatVector.fromArray(S, bias, n0 + 5 * L);
    FloatVector q2 = FloatVector.fromArray(S, bias, n0 + 6 * L);
    FloatVector q3 = FloatVector.fromArray(S, bias, n0 + 7 * L);
    int i = 0;
    for (int tap : taps) {
      int at = base[row] + tap;
      for (int k = 0; k < run; k++, i += 4 * L) {
        FloatVector a = FloatVector.broadcast(S, x[at + k]);
        p0 = a.fma(FloatVector.fromArray(S, p, i), p0);
        p1 = a.fma(FloatVector.fromArray(S, p, i + 1 * L), p1);
        p2 = a.fma(FloatVector.fromArray(S, p, i + 2 * L), p2);
        p3 = a.fma(FloatVector.fromArray(S, p, i + 3 * L), p3);
        q0 = a.fma(FloatVector.fromArray(S, q, i), q0);
        q1 = a.fma(FloatVector.fromArray(S, q, i + 1 * L), q1);
        q2 = a.fma(FloatVector.fromArray(S, q, i + 2 * L), q2);
        q3 = a.fma(FloatVector.fromArray(S, q, i + 3 * L), q3);
      }
    }
    float low = this.low;
    float high = this.high;
    int to = row * step + n0;
    p0.max(low).min(high).intoArray(y, to);
    p1.max(low).min(high).intoArray(y, to + 1 * L);
    p2.max(low).min(high).intoArray(y, to + 2 * L);
    p3.max(low).min(high).intoArray(y, to + 3 * L);
    q0.max(low).min(high).intoArray(y, to + 4 * L);
    q1.max(low).min(high).intoArray(y, to + 5 * L);
    q2.max(low).min(high).intoArray(y, to + 6 * L);
    store(q3.max(low).min(high), y, to + 7 * L);
  }
}
