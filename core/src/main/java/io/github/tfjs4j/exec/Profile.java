package io.github.tfjs4j.exec;

import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/// Where the time of a run went.
public final class Profile {
  /// One node that ran.
  ///
  /// @param node what the graph calls it, with the nodes of the file that it came from
  /// @param op name of the op
  /// @param kernel that computed it; `reference` where none did
  /// @param result type of the first result
  /// @param multiplyAdds multiplications, each with an addition, of its products; 0 where it has
  ///   none, or they are not known
  /// @param nanos that it took, the nodes of functions that it calls included
  public record Entry(
      String node, String op, String kernel, TensorType result, long multiplyAdds, long nanos) {}

  private final List<Entry> entries = new ArrayList<>();

  void add(Entry entry) {
    entries.add(entry);
  }

  /// In the order in which the nodes were done.
  public List<Entry> entries() {
    return List.copyOf(entries);
  }
}
