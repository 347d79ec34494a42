package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.keras.Config;
import tools.jackson.databind.JsonNode;

/// The border of an image in a config: `n`, `[rows, columns]` or `[[top, bottom], [left, right]]`,
/// of one cell where the key is missing.
final class Borders {
  private Borders() {}

  /// The cells at the top, bottom, left and right.
  static int[] of(Config config, String key) {
    JsonNode border = config.get(key);
    int[] cells = {1, 1, 1, 1};
    if (border.isArray() && border.size() == 2 && border.get(0).isArray()) {
      for (int i = 0; i < 4; i++) {
        cells[i] = cell(config, key, border.get(i / 2).path(i % 2));
      }
      if (border.get(0).size() != 2 || border.get(1).size() != 2) {
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

  private static int cell(Config config, String key, JsonNode node) {
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
