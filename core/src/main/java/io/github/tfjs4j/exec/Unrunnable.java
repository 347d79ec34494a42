package io.github.tfjs4j.exec;

import io.github.tfjs4j.UnsupportedModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/// The ops that a model needs and that cannot run, by kind.
final class Unrunnable {
  private final Map<String, List<String>> nodes = new TreeMap<>();

  void add(String op, String node) {
    nodes.computeIfAbsent(op, _ -> new ArrayList<>()).add(node);
  }

  void addAll(Unrunnable other) {
    other.nodes.forEach((op, names) -> names.forEach(name -> add(op, name)));
  }

  /// @throws UnsupportedModelException naming all of them, where there are any
  void refuse() {
    if (nodes.isEmpty()) {
      return;
    }
    StringJoiner kinds = new StringJoiner(", ");
    nodes.forEach((op, names) ->
        kinds.add(
            UnsupportedModelException.quoted(op)
                + " ("
                + names.size()
                + ", first '"
                + UnsupportedModelException.quoted(names.getFirst())
                + "')"));
    throw new UnsupportedModelException(
        "cannot run "
            + nodes.size()
            + (nodes.size() == 1 ? " kind of op: " : " kinds of op: ")
            + kinds);
  }
}
