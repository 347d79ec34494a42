package io.github.tfjs4j;

import io.github.tfjs4j.format.TensorFlowModel;
import io.github.tfjs4j.format.TensorFlowModel.Initializer;
import io.github.tfjs4j.graph.Copier;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.HashTable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A model that fills its hash tables once, when it is loaded, as one graph with the nodes that do
/// so: the reverse of [FilledTables].
final class TablesInside {
  private TablesInside() {}

  static TensorFlowModel of(TensorFlowModel model) {
    if (model.initializer().isEmpty()) {
      return model;
    }
    Initializer initializer = model.initializer().get();
    Graph filling =
        initializer
            .graph()
            .orElseThrow(() ->
                new UnsupportedModelException(
                    "the initializer of the tables has control flow in a form that is not known"));
    return new TensorFlowModel(
        both(model.graph(), filling, initializer.captured()),
        model.functions(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        model.about(),
        model.extras(),
        model.warnings());
  }

  /// @param captured the inputs of `graph` that are outputs of `filling`
  private static Graph both(Graph graph, Graph filling, Map<String, String> captured) {
    GraphBuilder to = GraphBuilder.verbatim(graph.budget().meter());
    Copier first = new Copier(filling, to);
    Map<String, Value> tables = new HashMap<>();
    first.copyAll(node -> {
      List<Value> copy = first.asItIs(node, node.op());
      if (node.op() instanceof HashTable table) {
        tables.put(table.key(), copy.getFirst());
      }
      return copy;
    });
    Copier second = new Copier(graph, to);
    captured.forEach((input, output) -> {
      Value handle = filling.outputs().get(output);
      if (graph.inputs().containsKey(input) && handle != null) {
        second.put(graph.inputs().get(input).node(), List.of(first.copy(handle)));
      }
    });
    second.copyAll(node -> {
      Value table = node.op() instanceof HashTable t ? tables.get(t.key()) : null;
      return table == null ? second.asItIs(node, node.op()) : List.of(table);
    });
    Map<String, Value> inputs = new LinkedHashMap<>();
    graph
        .inputs()
        .forEach((key, v) -> {
          if (!captured.containsKey(key)) {
            inputs.put(key, second.copy(v));
          }
        });
    Map<String, Value> outputs = new LinkedHashMap<>();
    graph.outputs().forEach((key, v) -> outputs.put(key, second.copy(v)));
    graph
        .states()
        .forEach((name, s) -> to.state(name, second.copy(s.before()), second.copy(s.after())));
    return to.build(inputs, outputs);
  }
}
