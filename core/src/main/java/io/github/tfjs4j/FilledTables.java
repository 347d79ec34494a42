package io.github.tfjs4j;

import io.github.tfjs4j.format.TensorFlowModel;
import io.github.tfjs4j.format.TensorFlowModel.Initializer;
import io.github.tfjs4j.format.WeightEntry;
import io.github.tfjs4j.format.graphdef.GraphDefWriter;
import io.github.tfjs4j.graph.Copier;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.HashTable;
import io.github.tfjs4j.op.LookupTableOp;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A graph that fills its hash tables whenever it runs, as a model that fills them once, when it is
/// loaded.
final class FilledTables {
  private FilledTables() {}

  static TensorFlowModel of(Graph graph) {
    Set<Node> fills = new LinkedHashSet<>();
    graph.nodes().stream().filter(FilledTables::isFill).forEach(fills::add);
    if (fills.isEmpty()) {
      return TensorFlowModel.of(graph);
    }
    Graph filling = filling(graph, fills);
    GraphDefWriter.Written written = GraphDefWriter.write(filling, List.of(), Map.of());
    List<WeightEntry> contents = new ArrayList<>();
    written.values().forEach((name, value) -> contents.add(WeightEntry.of(name, value)));
    TensorFlowModel plain = TensorFlowModel.of(filled(graph, fills));
    return new TensorFlowModel(
        plain.graph(),
        plain.functions(),
        Optional.of(new Initializer(written.def(), Optional.of(filling), Map.of())),
        contents,
        plain.asRead(),
        plain.about(),
        plain.extras());
  }

  private static boolean isFill(Node node) {
    return node.op() instanceof LookupTableOp(LookupTableOp.F f)
        && f == LookupTableOp.F.IMPORT
        && node.input(0).op() instanceof HashTable
        && node.input(1).constant().isPresent()
        && node.input(2).constant().isPresent();
  }

  /// The tables, under the names that they have in the model, and what fills them.
  private static Graph filling(Graph graph, Set<Node> fills) {
    GraphBuilder to = GraphBuilder.verbatim();
    List<Node> filled = new ArrayList<>();
    for (Node fill : fills) {
      Node table = fill.input(0).node();
      String name = graph.name(table);
      Value handle = to.named(name, to.add(table.op()));
      Value keys = to.named(name + "/keys", to.add(fill.input(1).op()));
      Value values = to.named(name + "/values", to.add(fill.input(2).op()));
      Value done = to.add(fill.op(), handle, keys, values);
      to.named(name + "/fill", done);
      filled.add(done.node());
    }
    return to.build(Map.of(), Map.of(), filled);
  }

  /// The graph with the tables as they are then.
  private static Graph filled(Graph graph, Set<Node> fills) {
    Copier copier = new Copier(graph, GraphBuilder.verbatim());
    copier.copyAll(node ->
        fills.contains(node)
            ? List.of(copier.copy(node.input(0)))
            : copier.asItIs(node, node.op()));
    return copier.build(List.of());
  }
}
