package io.github.tfjs4j.keras;

import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether a model means the same numbers to somebody else: it is lowered by both's rules, and the
/// graphs are compared.
public final class OtherNumbers {
  private OtherNumbers() {}

  /// The layers, as `name (Class)`, that `others` compute otherwise than those who made the model;
  /// empty where there are none.
  ///
  /// @param topology as [#comparable] gives it
  /// @throws io.github.tfjs4j.ModelException where one of the two has no meaning
  public static List<String> layers(
      Tree topology, Map<String, TensorSource> weights, Semantics others) {
    if (Topology.semantics(topology) == others) {
      return List.of();
    }
    Graph own = lowered(topology, weights, Optional.empty());
    Graph their = lowered(topology, weights, Optional.of(others));
    Map<String, List<String>> mine = byLayer(own);
    Map<String, List<String>> theirs = byLayer(their);
    Set<String> layers = new LinkedHashSet<>(mine.keySet());
    layers.addAll(theirs.keySet());
    layers.removeIf(l -> mine.getOrDefault(l, List.of()).equals(theirs.get(l)));
    Set<String> named = new LinkedHashSet<>();
    layers.forEach(l -> named.addAll(List.of(l.split(" and "))));
    named.remove("");
    return layers.isEmpty() || !named.isEmpty() ? List.copyOf(named) : List.of("the model");
  }

  /// A topology without what [Keras3Dialect] makes good.
  public static Tree comparable(Tree topology, Semantics others) {
    return others == Semantics.KERAS3 && Topology.semantics(topology) != Semantics.KERAS3
        ? WiderSigmoid.without(topology)
        : topology;
  }

  private static Graph lowered(
      Tree topology, Map<String, TensorSource> weights, Optional<Semantics> semantics) {
    return Lowering.lower(Topology.of(topology, semantics), weights, Lowering.Options.NONE)
        .model()
        .graph();
  }

  /// What the layers do: the nodes of each, without the names of these.
  private static Map<String, List<String>> byLayer(Graph graph) {
    Map<String, List<String>> byLayer = new LinkedHashMap<>();
    for (String line : new TextForm(Ops.ALL).print(graph).lines().toList()) {
      int origin = line.indexOf("  # ");
      String layer = origin < 0 ? "" : line.substring(origin + 4);
      String node =
          (origin < 0 ? line : line.substring(0, origin)).replaceAll("[%@][^\\s,)}]+", "");
      byLayer.computeIfAbsent(layer, _ -> new ArrayList<>()).add(node);
    }
    return byLayer;
  }
}
