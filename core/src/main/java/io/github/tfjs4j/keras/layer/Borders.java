package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.tree.Tree;

/// The border of an image in a config: `n`, `[rows, columns]` or `[[top, bottom], [left, right]]`,
/// of one cell where the key is missing.
final class Borders {
  private Borders() {}

  /// The cells at the top, bottom, left and right.
  static int[] of(Config config, String key) {
    Tree border = config.get(key);
    int[] cells = {1, 1, 1, 1};
    if (border.isList() && border.size() == 2 && border.path(0).isList()) {
      for (int i = 0; i < 4; i++) {
        cells[i] = cell(config, key, border.path(i / 2).path(i % 2));
      }
      if (border.path(0).size() != 2 || border.path(1).size() != 2) {
        throw wrong(config, key);
      }
    } else if (config.has(key)) {
      int[] both = config.ints(key, 2, 1);
      cells = new int[] {both[0], both[0], both[1], both[1]};
    }
    for (int c : cells) {
      if (c < 0) {
        throw wrong(config, key);
      }
    }
    return cells;
  }

  private static int cell(Config config, String key, Tree node) {
    if (!node.isInt()) {
      throw wrong(config, key);
    }
    return node.intValue();
  }

  private static RuntimeException wrong(Config config, String key) {
    return config.wrong(
        key, "a number of cells, [rows, columns] or [[top, bottom], [left, right]], none negative");
  }
}
