package io.github.tfjs4j.vector;

import java.util.ArrayList;
import java.util.List;

/// A matrix `[k, n]` cut into panels of some vectors' width, each in the order in which a tile
/// reads it.
///
/// @param n columns of the matrix
/// @param all the panels, from left to right
record Panels(int n, List<Panel> all) {
  /// Some columns.
  static final class Panel {
    /// Its first column.
    final int first;

    /// Its width.
    final int vectors;

    /// Row by row; zeros beyond the matrix.
    final float[] weights;

    Panel(int first, int vectors, float[] weights) {
      this.first = first;
      this.vectors = vectors;
      this.weights = weights;
    }
  }

  static Panels of(float[] matrix, int n) {
    int k = n == 0 ? 0 : matrix.length / n;
    List<Panel> all = new ArrayList<>();
    for (int first = 0; first < n; ) {
      int vectors = vectors(n - first);
      int width = vectors * Lanes.LENGTH;
      float[] weights = new float[k * width];
      for (int i = 0; i < k; i++) {
        System.arraycopy(matrix, i * n + first, weights, i * width, Math.min(width, n - first));
      }
      all.add(new Panel(first, vectors, weights));
      first += width;
    }
    return new Panels(n, List.copyOf(all));
  }

  boolean isFinite() {
    for (Panel panel : all) {
      for (float v : panel.weights) {
        if (!Float.isFinite(v)) {
          return false;
        }
      }
    }
    return true;
  }

  /// Only the last vector of a panel may lie in part beyond the matrix.
  private static int vectors(int columns) {
    int needed = Math.ceilDiv(columns, Lanes.LENGTH);
    if (needed >= Lanes.MOST_VECTORS) {
      return Lanes.MOST_VECTORS;
    }
    return needed == 3 ? 2 : needed;
  }
}
