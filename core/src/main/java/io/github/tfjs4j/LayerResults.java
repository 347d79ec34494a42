package io.github.tfjs4j;

import io.github.tfjs4j.format.KerasModel;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.KerasLayer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Models of the same layers with other outputs: what single layers give. Of those asked for last,
/// a few are kept.
final class LayerResults {
  private static final int MOST_KEPT = 4;

  private final Source source;
  private final KerasModel model;
  private final ReadOptions options;
  private final Map<List<String>, RunnableModel> made = new LinkedHashMap<>();

  LayerResults(Source source, KerasModel model, ReadOptions options) {
    this.source = source;
    this.model = model;
    this.options = options;
  }

  /// @param wanted names of outputs or layers, `name:k` for what else the calls of a layer give
  /// @param threads that one run may use
  /// @return a model with those outputs, in their order
  /// @throws ShapeException where there is no such layer, or it gives fewer results
  synchronized RunnableModel model(List<String> wanted, int threads) {
    RunnableModel found = made.get(wanted);
    if (found == null || found.threads() != threads) {
      found =
          found == null
              ? new RunnableModel(
                      LayersGraph.of(source, model, options, t -> giving(t, wanted)).frozen())
                  .withThreads(threads)
              : found.withThreads(threads);
      if (made.size() == MOST_KEPT && !made.containsKey(wanted)) {
        made.remove(made.keySet().iterator().next());
      }
      made.put(List.copyOf(wanted), found);
    }
    return found;
  }

  private static Graph giving(Graph topology, List<String> wanted) {
    GraphBuilder to = GraphBuilder.verbatim();
    Map<Node, Node> copies = new IdentityHashMap<>();
    Map<String, List<Value>> results = new LinkedHashMap<>();
    for (Node node : topology.nodes()) {
      List<Value> inputs =
          node.inputs().stream().map(v -> copies.get(v.node()).out(v.index())).toList();
      Node copy = to.addNode(node.op(), inputs);
      copies.put(node, copy);
      List<Value> own =
          results.computeIfAbsent(((KerasLayer) node.op()).layer(), _ -> new ArrayList<>());
      for (int i = 0; i < copy.types().size(); i++) {
        own.add(copy.out(i));
      }
    }
    Map<String, Value> outputs = new LinkedHashMap<>();
    for (String name : wanted) {
      Value output = topology.outputs().get(name);
      outputs.put(
          outputs.size() + "",
          output == null
              ? find(name, results, topology)
              : copies.get(output.node()).out(output.index()));
    }
    Map<String, Value> inputs = new LinkedHashMap<>();
    topology.inputs().forEach((key, v) -> inputs.put(key, copies.get(v.node()).out(v.index())));
    return to.build(inputs, outputs);
  }

  private static Value find(String name, Map<String, List<Value>> results, Graph topology) {
    if (results.containsKey(name)) {
      return results.get(name).getFirst();
    }
    ResultName result = ResultName.of(name);
    List<Value> own = results.get(result.of());
    if (own == null) {
      throw result.unknown("the model has no layer", topology.outputs().keySet(), results.keySet());
    }
    if (result.index() >= own.size()) {
      throw result.beyond(((KerasLayer) own.getFirst().op()).className(), own.size());
    }
    return own.get(result.index());
  }
}
