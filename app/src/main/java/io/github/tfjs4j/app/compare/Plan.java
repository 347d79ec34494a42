package io.github.tfjs4j.app.compare;

import io.github.tfjs4j.tree.Tree;
import java.util.LinkedHashMap;
import java.util.Map;

/// How often models predict, the two of a pair in turns.
///
/// @param warmups predictions that are not measured
/// @param warmSeconds how long these go on at least, for those who compile while they run
/// @param runs predictions that are measured
/// @param seconds after which no more is begun, for one pair and batch in one place
public record Plan(int warmups, double warmSeconds, int runs, double seconds) {
  /// As the book's benchmark has it.
  public static final Plan BOOK = new Plan(20, 3, 30, 50);

  Tree tree() {
    Map<String, Tree> fields = new LinkedHashMap<>();
    fields.put("warmups", Tree.of(warmups));
    fields.put("warmSeconds", Tree.of(warmSeconds));
    fields.put("runs", Tree.of(runs));
    fields.put("seconds", Tree.of(seconds));
    return Tree.object(fields);
  }
}
