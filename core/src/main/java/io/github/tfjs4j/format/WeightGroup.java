package io.github.tfjs4j.format;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// One group of a weights manifest: weights whose bytes stand one after another in some files.
///
/// @param json the group as the file has it
public record WeightGroup(ObjectNode json, List<WeightEntry> entries) {
  public WeightGroup {
    entries = List.copyOf(entries);
  }

  /// A group that was not read from a file.
  static WeightGroup of(List<WeightEntry> entries) {
    return new WeightGroup(Json.NODES.objectNode(), entries);
  }
}
