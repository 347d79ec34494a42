package io.github.tfjs4j.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Weights that are stored together.
///
/// @param extras what else the file says of the group
public record WeightGroup(List<WeightEntry> entries, Extras extras) {
  public WeightGroup {
    entries = List.copyOf(entries);
  }

  WeightGroup decoded() {
    return new WeightGroup(entries.stream().map(WeightEntry::decoded).toList(), extras);
  }

  /// The same under other names: a weight occurs once for each of its new ones, and as it is where
  /// there are none.
  WeightGroup renamed(Map<String, List<String>> names) {
    List<WeightEntry> renamed = new ArrayList<>();
    for (WeightEntry entry : entries) {
      names
          .getOrDefault(entry.name(), List.of(entry.name()))
          .forEach(name -> renamed.add(entry.withName(name)));
    }
    return new WeightGroup(renamed, extras);
  }

  /// A group that was not read from a file.
  public static WeightGroup of(List<WeightEntry> entries) {
    return new WeightGroup(entries, Extras.NONE);
  }
}
