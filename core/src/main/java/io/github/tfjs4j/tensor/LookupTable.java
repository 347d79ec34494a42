package io.github.tfjs4j.tensor;

import java.util.Map;

/// A hash table of a model: what a `RESOURCE` tensor holds. Unlike a tensor it changes: new
/// contents take the place of all that it had, at once, so several threads may use it.
public final class LookupTable {
  /// What a table holds.
  ///
  /// @param rows the row of each key among the values
  /// @param values a row for each entry
  public record Contents(Map<Object, Integer> rows, Tensor values) {}

  private final DataType keys;
  private final DataType values;
  private volatile Contents contents;

  /// A table without entries.
  ///
  /// @param keys the type of its keys at run time
  /// @param values the type of its values at run time
  public LookupTable(DataType keys, DataType values) {
    this.keys = keys;
    this.values = values;
    this.contents = new Contents(Map.of(), Tensor.ints(new int[0]));
  }

  public DataType keys() {
    return keys;
  }

  public DataType values() {
    return values;
  }

  public Contents contents() {
    return contents;
  }

  public void replace(Contents other) {
    contents = other;
  }

  boolean sameBits(LookupTable o) {
    Contents mine = contents;
    Contents theirs = o.contents;
    return keys == o.keys
        && values == o.values
        && mine.rows().equals(theirs.rows())
        && mine.values().sameBits(theirs.values());
  }

  /// `table string -> float32, 3 entries`
  @Override
  public String toString() {
    return "table "
        + keys.jsName()
        + " -> "
        + values.jsName()
        + ", "
        + contents.rows().size()
        + " entries";
  }
}
