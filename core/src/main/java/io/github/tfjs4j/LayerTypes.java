package io.github.tfjs4j;

import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.KerasLayer;
import io.github.tfjs4j.keras.Lowering;
import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The types of what the layers of a model give, as far as they can be found out: a layer that has
/// no conversion, and whatever reads its results, has none.
final class LayerTypes {
  private final Map<String, ? extends TensorSource> weights;
  private final Lowering.Options options;
  private final Map<Node, List<TensorType>> types = new IdentityHashMap<>();
  private final List<String> unknown = new ArrayList<>();

  private LayerTypes(Map<String, ? extends TensorSource> weights, Lowering.Options options) {
    this.weights = weights;
    this.options = options;
  }

  static LayerTypes of(
      Graph topology, Map<String, ? extends TensorSource> weights, Lowering.Options options) {
    LayerTypes types = new LayerTypes(weights, options);
    Set<Node> without = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Node> nodes = List.copyOf(topology.nodes());
    while (!nodes.isEmpty() && !types.find(topology, nodes, without)) {
      nodes =
          nodes.stream()
              .filter(n -> {
                if (n.inputs().stream().anyMatch(v -> without.contains(v.node()))) {
                  without.add(n);
                }
                return !without.contains(n);
              })
              .toList();
    }
    return types;
  }

  /// The types of a call's results, [TensorType#UNKNOWN] where they are not known.
  List<TensorType> of(Node call) {
    return types.getOrDefault(call, Collections.nCopies(call.types().size(), TensorType.UNKNOWN));
  }

  /// Why some are not known: a message for each layer that nothing is known of.
  List<String> unknown() {
    return unknown;
  }

  /// Finds the types of all of `nodes`, or adds the first of them that this is not possible for to
  /// `without`.
  private boolean find(Graph topology, List<Node> nodes, Set<Node> without) {
    ModelException failure;
    try {
      lower(topology, nodes);
      return true;
    } catch (ModelException e) {
      failure = e;
    }
    int works = 0;
    int fails = nodes.size();
    while (fails - works > 1) {
      int middle = (works + fails) / 2;
      try {
        lower(topology, nodes.subList(0, middle));
        works = middle;
      } catch (ModelException e) {
        failure = e;
        fails = middle;
      }
    }
    Node node = nodes.get(fails - 1);
    without.add(node);
    unknown.add(((KerasLayer) node.op()).layer() + ": " + failure.getMessage());
    return false;
  }

  /// Lowers these calls, in their order, with every result of each as an output: the outputs' types
  /// are what is asked for.
  private void lower(Graph topology, List<Node> nodes) {
    GraphBuilder to = GraphBuilder.verbatim();
    Map<Node, Node> copies = new IdentityHashMap<>();
    Map<String, Value> outputs = new LinkedHashMap<>();
    for (Node node : nodes) {
      Node copy =
          to.addNode(
              node.op(),
              node.inputs().stream().map(v -> copies.get(v.node()).out(v.index())).toList());
      copies.put(node, copy);
      for (int i = 0; i < copy.types().size(); i++) {
        outputs.put(copies.size() + ":" + i, copy.out(i));
      }
    }
    Map<String, Value> inputs = new LinkedHashMap<>();
    topology
        .inputs()
        .forEach((key, v) -> {
          if (copies.containsKey(v.node())) {
            inputs.put(key, copies.get(v.node()).out(v.index()));
          }
        });
    Map<String, Value> lowered =
        Lowering.lower(to.build(inputs, outputs), weights, options).model().graph().outputs();
    int n = 0;
    for (Node node : nodes) {
      n++;
      List<TensorType> results = new ArrayList<>();
      for (int i = 0; i < node.types().size(); i++) {
        results.add(lowered.get(n + ":" + i).type());
      }
      types.put(node, results);
    }
  }
}
