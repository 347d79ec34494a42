package io.github.tfjs4j.vector;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// Some rows of a product with a panel of packed weights: all sums stay in registers, beside the
/// weights and three of the left side, which the JIT loads ahead. One sum too many for that goes
/// through memory at every step, which halves the speed. Every tile is a method of its own, without
/// a branch in its loops, or the JIT would keep vectors in memory.
///
/// Row `r` of the left side is `x[base[first + r] + tap + k]` for all taps and `k < run`; the panel
/// holds the weights of its columns in the same order.
final class Tile implements Columns {
  private static final VectorSpecies<Float> S = Lanes.FLOATS;
  private static final int L = Lanes.LENGTH;
  private static final VectorMask<Float> ALL = S.maskAll(true);

  /// Most rows of a tile.
  static final int ROWS = 6;

  private final int[] base;
  private final int[] taps;
  private final int run;
  private final int vectors;
  private final float[] panel;
  private final int n0;
  private final float low;
  private final float high;
  private final int step;

  /// Whether all of the last vector is stored.
  private final boolean whole;

  /// What is stored of it.
  private final VectorMask<Float> last;

  /// @param n columns of the result
  Tile(int[] base, int[] taps, int run, Panels.Panel panel, Finish finish, int n) {
    this(base, taps, run, panel, finish, n, n);
  }

  /// @param step from row to row of the result
  Tile(int[] base, int[] taps, int run, Panels.Panel panel, Finish finish, int n, int step) {
    this.base = base;
    this.taps = taps;
    this.run = run;
    this.vectors = panel.vectors;
    this.panel = panel.weights;
    this.n0 = panel.first;
    this.low = finish.low();
    this.high = finish.high();
    this.step = step;
    int columns = Math.min(n - n0, vectors * L);
    this.whole = columns == vectors * L;
    this.last = whole ? ALL : S.indexInRange((vectors - 1) * L, columns);
  }

  /// One a panel.
  static List<Columns> of(int[] base, int[] taps, int run, Panels panels, Finish finish) {
    return panels.all().stream()
        .<Columns>map(p -> new Tile(base, taps, run, p, finish, panels.n()))
        .toList();
  }

  /// Rows of a tile with so many vectors: four where there are 16 registers and two vectors.
  static int rows(int vectors) {
    return vectors == Lanes.MOST_VECTORS && vectors == 2 ? 4 : ROWS;
  }

  /// The last rows twice, rather than one by one.
  @Override
  public void run(float[] x, float[] bias, float[] y, int from, int to) {
    run(x, bias, y, 0, from, to);
  }

  /// As [#run(float[], float[], float[], int, int)].
  ///
  /// @param shift where row 0 goes in `y`
  void run(float[] x, float[] bias, float[] y, int shift, int from, int to) {
    int most = rows(vectors);
    int rows = to - from >= most ? most : 1;
    switch (rows * 8 + vectors) {
      case 52 -> {
        for (int r = from; r < to; r += 6) {
          tile6x4(x, bias, y, shift, Math.min(r, to - 6));
        }
      }
      case 50 -> {
        for (int r = from; r < to; r += 6) {
          tile6x2(x, bias, y, shift, Math.min(r, to - 6));
        }
      }
      case 49 -> {
        for (int r = from; r < to; r += 6) {
          tile6x1(x, bias, y, shift, Math.min(r, to - 6));
        }
      }
      case 34 -> {
        for (int r = from; r < to; r += 4) {
          tile4x2(x, bias, y, shift, Math.min(r, to - 4));
        }
      }
      case 12 -> {
        for (int r = from; r < to; r++) {
          tile1x4(x, bias, y, shift, r);
        }
      }
      case 10 -> {
        for (int r = from; r < to; r++) {
          tile1x2(x, bias, y, shift, r);
        }
      }
      case 9 -> {
        for (int r = from; r < to; r++) {
          tile1x1(x, bias, y, shift, r);
        }
      }
      default -> throw new IllegalArgumentException(rows + " x " + vectors);
    }
  }

  /// Each tile, with the multiply-adds of a call.
  static Map<Runnable, Integer> calls() {
    int run = 64;
    int[] base = new int[ROWS];
    int[] taps = {0};
    Map<Runnable, Integer> calls = new LinkedHashMap<>();
    for (int vectors = 1; vectors <= Lanes.MOST_VECTORS; vectors *= 2) {
      int width = vectors * L;
      float[] x = new float[run];
      float[] bias = new float[width];
      float[] y = new float[ROWS * width];
      Panels.Panel panel = new Panels.Panel(0, vectors, new float[run * width]);
      Tile tile = new Tile(base, taps, run, panel, Finish.NONE, width);
      for (int rows : new int[] {rows(vectors), 1}) {
        calls.put(() -> tile.run(x, bias, y, 0, 0, rows), rows * width * run);
      }
    }
    return calls;
  }

  private void store(FloatVector v, float[] y, int to) {
    if (whole) {
      v.intoArray(y, to);
    } else {
      v.intoArray(y, to, last);
    }
  }

  /// Six rows of 4 vectors.
  private void tile6x4(float[] x, float[] bias, float[] y, int shift, int first) {
    float[] panel = this.panel;
    int run = this.run;
    FloatVector a0 = FloatVector.fromArray(S, bias, n0);
    FloatVector a1 = FloatVector.fromArray(S, bias, n0 + 1 * L);
    FloatVector a2 = FloatVector.fromArray(S, bias, n0 + 2 * L);
    FloatVector a3 = FloatVector.fromArray(S, bias, n0 + 3 * L);
    FloatVector b0 = a0;
    FloatVector b1 = a1;
    FloatVector b2 = a2;
    FloatVector b3 = a3;
    FloatVector c0 = a0;
    FloatVector c1 = a1;
    FloatVector c2 = a2;
    FloatVector c3 = a3;
    FloatVector d0 = a0;
    FloatVector d1 = a1;
    FloatVector d2 = a2;
    FloatVector d3 = a3;
    FloatVector e0 = a0;
    FloatVector e1 = a1;
    FloatVector e2 = a2;
    FloatVector e3 = a3;
    FloatVector f0 = a0;
    FloatVector f1 = a1;
    FloatVector f2 = a2;
    FloatVector f3 = a3;
    int i = 0;
    for (int tap : taps) {
      int atA = base[first] + tap;
      int atB = base[first + 1] + tap;
      int atC = base[first + 2] + tap;
      int atD = base[first + 3] + tap;
      int atE = base[first + 4] + tap;
      int atF = base[first + 5] + tap;
      for (int k = 0; k < run; k++, i += 4 * L) {
        FloatVector w0 = FloatVector.fromArray(S, panel, i);
        FloatVector w1 = FloatVector.fromArray(S, panel, i + 1 * L);
        FloatVector w2 = FloatVector.fromArray(S, panel, i + 2 * L);
        FloatVector w3 = FloatVector.fromArray(S, panel, i + 3 * L);
        FloatVector v0 = FloatVector.broadcast(S, x[atA + k]);
        a0 = v0.fma(w0, a0);
        a1 = v0.fma(w1, a1);
        a2 = v0.fma(w2, a2);
        a3 = v0.fma(w3, a3);
        FloatVector v1 = FloatVector.broadcast(S, x[atB + k]);
        b0 = v1.fma(w0, b0);
        b1 = v1.fma(w1, b1);
        b2 = v1.fma(w2, b2);
        b3 = v1.fma(w3, b3);
        FloatVector v2 = FloatVector.broadcast(S, x[atC + k]);
        c0 = v2.fma(w0, c0);
        c1 = v2.fma(w1, c1);
        c2 = v2.fma(w2, c2);
        c3 = v2.fma(w3, c3);
        FloatVector v3 = FloatVector.broadcast(S, x[atD + k]);
        d0 = v3.fma(w0, d0);
        d1 = v3.fma(w1, d1);
        d2 = v3.fma(w2, d2);
        d3 = v3.fma(w3, d3);
        FloatVector v4 = FloatVector.broadcast(S, x[atE + k]);
        e0 = v4.fma(w0, e0);
        e1 = v4.fma(w1, e1);
        e2 = v4.fma(w2, e2);
        e3 = v4.fma(w3, e3);
        FloatVector v5 = FloatVector.broadcast(S, x[atF + k]);
        f0 = v5.fma(w0, f0);
        f1 = v5.fma(w1, f1);
        f2 = v5.fma(w2, f2);
        f3 = v5.fma(w3, f3);
      }
    }
    float low = this.low;
    float high = this.high;
    int step = this.step;
    int to = first * step + shift + n0;
    a0.max(low).min(high).intoArray(y, to);
    a1.max(low).min(high).intoArray(y, to + 1 * L);
    a2.max(low).min(high).intoArray(y, to + 2 * L);
    store(a3.max(low).min(high), y, to + 3 * L);
    b0.max(low).min(high).intoArray(y, to + 1 * step);
    b1.max(low).min(high).intoArray(y, to + 1 * step + 1 * L);
    b2.max(low).min(high).intoArray(y, to + 1 * step + 2 * L);
    store(b3.max(low).min(high), y, to + 1 * step + 3 * L);
    c0.max(low).min(high).intoArray(y, to + 2 * step);
    c1.max(low).min(high).intoArray(y, to + 2 * step + 1 * L);
    c2.max(low).min(high).intoArray(y, to + 2 * step + 2 * L);
    store(c3.max(low).min(high), y, to + 2 * step + 3 * L);
    d0.max(low).min(high).intoArray(y, to + 3 * step);
    d1.max(low).min(high).intoArray(y, to + 3 * step + 1 * L);
    d2.max(low).min(high).intoArray(y, to + 3 * step + 2 * L);
    store(d3.max(low).min(high), y, to + 3 * step + 3 * L);
    e0.max(low).min(high).intoArray(y, to + 4 * step);
    e1.max(low).min(high).intoArray(y, to + 4 * step + 1 * L);
    e2.max(low).min(high).intoArray(y, to + 4 * step + 2 * L);
    store(e3.max(low).min(high), y, to + 4 * step + 3 * L);
    f0.max(low).min(high).intoArray(y, to + 5 * step);
    f1.max(low).min(high).intoArray(y, to + 5 * step + 1 * L);
    f2.max(low).min(high).intoArray(y, to + 5 * step + 2 * L);
    store(f3.max(low).min(high), y, to + 5 * step + 3 * L);
  }

  /// Six rows of 2 vectors.
  private void tile6x2(float[] x, float[] bias, float[] y, int shift, int first) {
    float[] panel = this.panel;
    int run = this.run;
    FloatVector a0 = FloatVector.fromArray(S, bias, n0);
    FloatVector a1 = FloatVector.fromArray(S, bias, n0 + 1 * L);
    FloatVector b0 = a0;
    FloatVector b1 = a1;
    FloatVector c0 = a0;
    FloatVector c1 = a1;
    FloatVector d0 = a0;
    FloatVector d1 = a1;
    FloatVector e0 = a0;
    FloatVector e1 = a1;
    FloatVector f0 = a0;
    FloatVector f1 = a1;
    int i = 0;
    for (int tap : taps) {
      int atA = base[first] + tap;
      int atB = base[first + 1] + tap;
      int atC = base[first + 2] + tap;
      int atD = base[first + 3] + tap;
      int atE = base[first + 4] + tap;
      int atF = base[first + 5] + tap;
      for (int k = 0; k < run; k++, i += 2 * L) {
        FloatVector w0 = FloatVector.fromArray(S, panel, i);
        FloatVector w1 = FloatVector.fromArray(S, panel, i + 1 * L);
        FloatVector v0 = FloatVector.broadcast(S, x[atA + k]);
        a0 = v0.fma(w0, a0);
        a1 = v0.fma(w1, a1);
        FloatVector v1 = FloatVector.broadcast(S, x[atB + k]);
        b0 = v1.fma(w0, b0);
        b1 = v1.fma(w1, b1);
        FloatVector v2 = FloatVector.broadcast(S, x[atC + k]);
        c0 = v2.fma(w0, c0);
        c1 = v2.fma(w1, c1);
        FloatVector v3 = FloatVector.broadcast(S, x[atD + k]);
        d0 = v3.fma(w0, d0);
        d1 = v3.fma(w1, d1);
        FloatVector v4 = FloatVector.broadcast(S, x[atE + k]);
        e0 = v4.fma(w0, e0);
        e1 = v4.fma(w1, e1);
        FloatVector v5 = FloatVector.broadcast(S, x[atF + k]);
        f0 = v5.fma(w0, f0);
        f1 = v5.fma(w1, f1);
      }
    }
    float low = this.low;
    float high = this.high;
    int step = this.step;
    int to = first * step + shift + n0;
    a0.max(low).min(high).intoArray(y, to);
    store(a1.max(low).min(high), y, to + 1 * L);
    b0.max(low).min(high).intoArray(y, to + 1 * step);
    store(b1.max(low).min(high), y, to + 1 * step + 1 * L);
    c0.max(low).min(high).intoArray(y, to + 2 * step);
    store(c1.max(low).min(high), y, to + 2 * step + 1 * L);
    d0.max(low).min(high).intoArray(y, to + 3 * step);
    store(d1.max(low).min(high), y, to + 3 * step + 1 * L);
    e0.max(low).min(high).intoArray(y, to + 4 * step);
    store(e1.max(low).min(high), y, to + 4 * step + 1 * L);
    f0.max(low).min(high).intoArray(y, to + 5 * step);
    store(f1.max(low).min(high), y, to + 5 * step + 1 * L);
  }

  /// Four rows of 2 vectors.
  private void tile4x2(float[] x, float[] bias, float[] y, int shift, int first) {
    float[] panel = this.panel;
    int run = this.run;
    FloatVector a0 = FloatVector.fromArray(S, bias, n0);
    FloatVector a1 = FloatVector.fromArray(S, bias, n0 + 1 * L);
    FloatVector b0 = a0;
    FloatVector b1 = a1;
    FloatVector c0 = a0;
    FloatVector c1 = a1;
    FloatVector d0 = a0;
    FloatVector d1 = a1;
    int i = 0;
    for (int tap : taps) {
      int atA = base[first] + tap;
      int atB = base[first + 1] + tap;
      int atC = base[first + 2] + tap;
      int atD = base[first + 3] + tap;
      for (int k = 0; k < run; k++, i += 2 * L) {
        FloatVector w0 = FloatVector.fromArray(S, panel, i);
        FloatVector w1 = FloatVector.fromArray(S, panel, i + 1 * L);
        FloatVector v0 = FloatVector.broadcast(S, x[atA + k]);
        a0 = v0.fma(w0, a0);
        a1 = v0.fma(w1, a1);
        FloatVector v1 = FloatVector.broadcast(S, x[atB + k]);
        b0 = v1.fma(w0, b0);
        b1 = v1.fma(w1, b1);
        FloatVector v2 = FloatVector.broadcast(S, x[atC + k]);
        c0 = v2.fma(w0, c0);
        c1 = v2.fma(w1, c1);
        FloatVector v3 = FloatVector.broadcast(S, x[atD + k]);
        d0 = v3.fma(w0, d0);
        d1 = v3.fma(w1, d1);
      }
    }
    float low = this.low;
    float high = this.high;
    int step = this.step;
    int to = first * step + shift + n0;
    a0.max(low).min(high).intoArray(y, to);
    store(a1.max(low).min(high), y, to + 1 * L);
    b0.max(low).min(high).intoArray(y, to + 1 * step);
    store(b1.max(low).min(high), y, to + 1 * step + 1 * L);
    c0.max(low).min(high).intoArray(y, to + 2 * step);
    store(c1.max(low).min(high), y, to + 2 * step + 1 * L);
    d0.max(low).min(high).intoArray(y, to + 3 * step);
    store(d1.max(low).min(high), y, to + 3 * step + 1 * L);
  }

  /// Six rows of 1 vector.
  private void tile6x1(float[] x, float[] bias, float[] y, int shift, int first) {
    float[] panel = this.panel;
    int run = this.run;
    FloatVector a0 = FloatVector.fromArray(S, bias, n0);
    FloatVector b0 = a0;
    FloatVector c0 = a0;
    FloatVector d0 = a0;
    FloatVector e0 = a0;
    FloatVector f0 = a0;
    int i = 0;
    for (int tap : taps) {
      int atA = base[first] + tap;
      int atB = base[first + 1] + tap;
      int atC = base[first + 2] + tap;
      int atD = base[first + 3] + tap;
      int atE = base[first + 4] + tap;
      int atF = base[first + 5] + tap;
      for (int k = 0; k < run; k++, i += 1 * L) {
        FloatVector w0 = FloatVector.fromArray(S, panel, i);
        FloatVector v0 = FloatVector.broadcast(S, x[atA + k]);
        a0 = v0.fma(w0, a0);
        FloatVector v1 = FloatVector.broadcast(S, x[atB + k]);
        b0 = v1.fma(w0, b0);
        FloatVector v2 = FloatVector.broadcast(S, x[atC + k]);
        c0 = v2.fma(w0, c0);
        FloatVector v3 = FloatVector.broadcast(S, x[atD + k]);
        d0 = v3.fma(w0, d0);
        FloatVector v4 = FloatVector.broadcast(S, x[atE + k]);
        e0 = v4.fma(w0, e0);
        FloatVector v5 = FloatVector.broadcast(S, x[atF + k]);
        f0 = v5.fma(w0, f0);
      }
    }
    float low = this.low;
    float high = this.high;
    int step = this.step;
    int to = first * step + shift + n0;
    store(a0.max(low).min(high), y, to);
    store(b0.max(low).min(high), y, to + 1 * step);
    store(c0.max(low).min(high), y, to + 2 * step);
    store(d0.max(low).min(high), y, to + 3 * step);
    store(e0.max(low).min(high), y, to + 4 * step);
    store(f0.max(low).min(high), y, to + 5 * step);
  }

  /// One row of 4 vectors.
  private void tile1x4(float[] x, float[] bias, float[] y, int shift, int first) {
    float[] panel = this.panel;
    int run = this.run;
    FloatVector a0 = FloatVector.fromArray(S, bias, n0);
    FloatVector a1 = FloatVector.fromArray(S, bias, n0 + 1 * L);
    FloatVector a2 = FloatVector.fromArray(S, bias, n0 + 2 * L);
    FloatVector a3 = FloatVector.fromArray(S, bias, n0 + 3 * L);
    int i = 0;
    for (int tap : taps) {
      int atA = base[first] + tap;
      for (int k = 0; k < run; k++, i += 4 * L) {
        FloatVector w0 = FloatVector.fromArray(S, panel, i);
        FloatVector w1 = FloatVector.fromArray(S, panel, i + 1 * L);
        FloatVector w2 = FloatVector.fromArray(S, panel, i + 2 * L);
        FloatVector w3 = FloatVector.fromArray(S, panel, i + 3 * L);
        FloatVector v0 = FloatVector.broadcast(S, x[atA + k]);
        a0 = v0.fma(w0, a0);
        a1 = v0.fma(w1, a1);
        a2 = v0.fma(w2, a2);
        a3 = v0.fma(w3, a3);
      }
    }
    float low = this.low;
    float high = this.high;
    int step = this.step;
    int to = first * step + shift + n0;
    a0.max(low).min(high).intoArray(y, to);
    a1.max(low).min(high).intoArray(y, to + 1 * L);
    a2.max(low).min(high).intoArray(y, to + 2 * L);
    store(a3.max(low).min(high), y, to + 3 * L);
  }

  /// One row of 2 vectors.
  private void tile1x2(float[] x, float[] bias, float[] y, int shift, int first) {
    float[] panel = this.panel;
    int run = this.run;
    FloatVector a0 = FloatVector.fromArray(S, bias, n0);
    FloatVector a1 = FloatVector.fromArray(S, bias, n0 + 1 * L);
    int i = 0;
    for (int tap : taps) {
      int atA = base[first] + tap;
      for (int k = 0; k < run; k++, i += 2 * L) {
        FloatVector w0 = FloatVector.fromArray(S, panel, i);
        FloatVector w1 = FloatVector.fromArray(S, panel, i + 1 * L);
        FloatVector v0 = FloatVector.broadcast(S, x[atA + k]);
        a0 = v0.fma(w0, a0);
        a1 = v0.fma(w1, a1);
      }
    }
    float low = this.low;
    float high = this.high;
    int step = this.step;
    int to = first * step + shift + n0;
    a0.max(low).min(high).intoArray(y, to);
    store(a1.max(low).min(high), y, to + 1 * L);
  }

  /// One row of 1 vector.
  private void tile1x1(float[] x, float[] bias, float[] y, int shift, int first) {
    float[] panel = this.panel;
    int run = this.run;
    FloatVector a0 = FloatVector.fromArray(S, bias, n0);
    int i = 0;
    for (int tap : taps) {
      int atA = base[first] + tap;
      for (int k = 0; k < run; k++, i += 1 * L) {
        FloatVector w0 = FloatVector.fromArray(S, panel, i);
        FloatVector v0 = FloatVector.broadcast(S, x[atA + k]);
        a0 = v0.fma(w0, a0);
      }
    }
    float low = this.low;
    float high = this.high;
    int step = this.step;
    int to = first * step + shift + n0;
    store(a0.max(low).min(high), y, to);
  }
}
