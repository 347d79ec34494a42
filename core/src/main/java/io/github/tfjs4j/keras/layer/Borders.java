package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.tree.Tree;

/// The border of a sequence, an image or a volume in a config: `n`, `[rows, columns]` or `[[top,
/// bottom], [left, right]]`, of a sequence `n` or `[front, behind]`; of one cell where the key is
/// missing.
final class Borders {
  private Borders() {}

  /// For each axis of space the cells in front and behind.
  static int[][] of(Config config, String key, int rank) {
    Tree border = config.get(key);
    int[][] cells = new int[rank][];
    if (rank == 1 && border.isList()) {
      // Some versions write [[front, behind]].
      cells[0] = pair(config, key, border.path(0).isList() ? border.path(0) : border);
    } else if (border.isList() && border.size() == rank && border.path(0).isList()) {
      for (int i = 0; i < rank; i++) {
        cells[i] = pair(config, key, border.path(i));
      }
    } else {
      int[] equal = config.ints(key, rank, 1);
      for (int i = 0; i < rank; i++) {
        cells[i] = new int[] {equal[i], equal[i]};
      }
    }
    for (int[] c : cells) {
      if (c[0] < 0 || c[1] < 0) {
        throw wrong(config, key);
      }
    }
    return cells;
  }

  private static int[] pair(Config config, String key, Tree both) {
    if (both.size() != 2 || !both.path(0).isInt() || !both.path(1).isInt()) {
      throw wrong(config, key);
    }
    return new int[] {both.path(0).intValue(), both.path(1).intValue()};
  }

  private static RuntimeException wrong(Config config, String key) {
    return config.wrong(
        key, "a number of cells, [rows, columns] or [[top, bottom], [left, right]], none negative");
  }
}
