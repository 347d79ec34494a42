package io.github.tfjs4j.format.graphdef;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Names of which none is there twice.
final class FreshNames {
  private final Set<String> taken;

  /// The last number that was put behind a name: many nodes may want the same one.
  private final Map<String, Integer> last = new HashMap<>();

  FreshNames(Collection<String> taken) {
    this.taken = new HashSet<>(taken);
  }

  /// Takes this very name.
  ///
  /// @return whether it was free
  boolean take(String name) {
    return taken.add(name);
  }

  /// `wanted`, or with `_1`, `_2`, ... behind it where that is taken.
  String fresh(String wanted) {
    String name = wanted;
    while (!taken.add(name)) {
      name = wanted + "_" + last.merge(wanted, 1, Integer::sum);
    }
    return name;
  }
}
