package io.github.tfjs4j.format;

import java.util.List;

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

  /// A group that was not read from a file.
  public static WeightGroup of(List<WeightEntry> entries) {
    return new WeightGroup(entries, Extras.NONE);
  }
}
