package io.github.tfjs4j.graph;

import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Holds a graph to what every graph must be, and to its stage. Tests run it after every pass.
public final class Verifier {
  private Verifier() {}

  /// @throws IllegalStateException with all faults, since a broken graph is a bug of ours
  public static void verify(Graph graph, Stage stage) {
    List<String> faults = faults(graph, stage);
    if (!faults.isEmpty()) {
      throw new IllegalStateException(
          "the graph is not " + stage.name() + ":\n  " + String.join("\n  ", faults));
    }
  }

  static List<String> faults(Graph graph, Stage stage) {
    List<String> faults = new ArrayList<>();
    // Where each function is first called from.
    Map<Graph, String> places = new IdentityHashMap<>();
    for (Graph part : graph.graphs()) {
      String place = places.getOrDefault(part, "");
      for (String fault : faultsOf(part, stage)) {
        faults.add(place + fault);
      }
      for (Node node : part.nodes()) {
        String who = place + part.describe(node);
        node.op().functions().forEach((key, f) -> places.putIfAbsent(f, who + "." + key + ": "));
      }
    }
    return faults;
  }

  private static List<String> faultsOf(Graph graph, Stage stage) {
    List<String> faults = new ArrayList<>();
    Set<Node> before = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<String> names = new HashSet<>();
    for (Node node : graph.nodes()) {
      String who = graph.describe(node);
      if (graph.name(node) == null || !names.add(graph.name(node))) {
        faults.add(who + " has no name of its own");
      }
      for (Value in : node.inputs()) {
        if (!before.contains(in.node())) {
          faults.add(who + " reads " + in.node() + ", which does not stand before it");
        }
      }
      for (Node first : node.controls()) {
        if (!before.contains(first)) {
          faults.add(who + " runs after " + first + ", which does not stand before it");
        }
      }
      if (!stage.legal().test(node.op())) {
        faults.add(who + " is not " + stage.name());
      }
      if (stage.typed() && node.types().stream().anyMatch(t -> !t.isKnown())) {
        faults.add(who + " has an unknown type: " + node.types());
      }
      typeFault(node).ifPresent(f -> faults.add(who + " " + f));
      before.add(node);
    }
    if (faults.isEmpty() && graph.isSimplified()) {
      simplerFault(graph).ifPresent(faults::add);
    }
    graph.inputs().forEach((key, v) -> signatureFault(before, "input", key, v, faults));
    graph.outputs().forEach((key, v) -> signatureFault(before, "output", key, v, faults));
    graph
        .states()
        .forEach((name, s) -> {
          signatureFault(before, "state", name, s.before(), faults);
          signatureFault(before, "state", name, s.after(), faults);
        });
    return faults;
  }

  /// The first node that a graph which says that it is simplified would not be built with again.
  private static Optional<String> simplerFault(Graph graph) {
    GraphBuilder to = GraphBuilder.simplifying(graph.budget().meter());
    Copier copier = new Copier(graph, to);
    for (Node node : graph.nodes()) {
      int before = to.made().size();
      List<Value> copy = copier.again(node);
      copier.put(node, copy);
      if (to.made().size() != before + 1 || !copy.getFirst().op().equals(node.op())) {
        return Optional.of(graph.describe(node) + " could be simpler");
      }
    }
    return Optional.empty();
  }

  private static void signatureFault(
      Set<Node> nodes, String what, String key, Value v, List<String> faults) {
    if (!nodes.contains(v.node()) || v.index() >= v.node().types().size()) {
      faults.add(what + " '" + key + "' is not in the graph");
    }
  }

  /// Types must be what the op's own rule says of the inputs as they are.
  private static java.util.Optional<String> typeFault(Node node) {
    List<TensorType> types = node.op().types(node.inputs());
    return types.equals(node.types())
        ? java.util.Optional.empty()
        : java.util.Optional.of("has types " + node.types() + ", its rule says " + types);
  }
}
