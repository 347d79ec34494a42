package io.github.tfjs4j.exec;

import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.op.UnknownOp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/// The ops that a model needs and that cannot run, by kind.
final class Unrunnable {
  private record Place(String node, String reason) {}

  private final Map<String, List<Place>> nodes = new TreeMap<>();

  void add(Op op, String node) {
    String reason = op instanceof UnknownOp unknown ? unknown.reason() : "";
    nodes.computeIfAbsent(op.name(), _ -> new ArrayList<>()).add(new Place(node, reason));
  }

  void addAll(Unrunnable other) {
    other.nodes.forEach(
        (op, places) -> nodes.computeIfAbsent(op, _ -> new ArrayList<>()).addAll(places));
  }

  /// @throws UnsupportedModelException naming all of them, where there are any
  void refuse() {
    if (nodes.isEmpty()) {
      return;
    }
    StringJoiner kinds = new StringJoiner(", ");
    nodes.forEach((op, places) -> kinds.add(text(op, places)));
    throw new UnsupportedModelException(
        "cannot run "
            + nodes.size()
            + (nodes.size() == 1 ? " kind of op: " : " kinds of op: ")
            + kinds
            + "; what needs none of them can be asked for by name");
  }

  private static String text(String op, List<Place> places) {
    Place first = places.getFirst();
    return UnsupportedModelException.quoted(op)
        + " ("
        + places.size()
        + ", first '"
        + UnsupportedModelException.quoted(first.node())
        + "'"
        + (first.reason().isEmpty() ? "" : ": " + first.reason())
        + ")";
  }
}
