package io.github.tfjs4j.graph;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// The same graph under other input types: every type inferred anew, nothing else changed.
final class Retyping {
  private Retyping() {}

  /// What the graph and whoever gives its inputs know of them together.
  ///
  /// @throws ShapeException where they disagree, naming the input
  static List<TensorType> merged(Graph graph, List<TensorType> given) {
    if (given.size() != graph.inputs().size()) {
      throw new ShapeException(
          "the function takes "
              + graph.inputs().size()
              + " arguments "
              + graph.inputs().keySet()
              + ", given are "
              + given.size());
    }
    List<TensorType> types = new ArrayList<>();
    Iterator<TensorType> next = given.iterator();
    graph.inputs().forEach((name, v) -> types.add(merged(name, v.type(), next.next())));
    return types;
  }

  private static TensorType merged(String name, TensorType declared, TensorType given) {
    boolean same = declared.type() == given.type() || !declared.isKnown() || !given.isKnown();
    if (!same || !declared.shape().isCompatible(given.shape())) {
      throw new ShapeException(
          "argument '" + name + "' of the function is " + declared + ", given is " + given);
    }
    DataType type = declared.isKnown() ? declared.type() : given.type();
    return new TensorType(type, declared.shape().merge(given.shape()));
  }

  /// @param types of the inputs, as [#merged] gives them
  static Graph of(Graph graph, List<TensorType> types) {
    Map<Node, TensorType> given = new IdentityHashMap<>();
    Iterator<TensorType> next = types.iterator();
    graph.inputs().values().forEach(v -> given.put(v.node(), next.next()));
    Copier copier = new Copier(graph, GraphBuilder.verbatim(graph.budget().meter()));
    copier.copyAll(node -> {
      TensorType type = given.get(node);
      return copier.asItIs(
          node, type == null ? node.op().typed(copier.inputs(node)) : source(graph, node, type));
    });
    return copier.build(copier.nodes(graph.nodes()));
  }

  private static Op source(Graph graph, Node node, TensorType type) {
    if (node.types().size() == 1 && node.types().getFirst().equals(type)) {
      return node.op();
    }
    return node.op()
        .withType(type)
        .orElseThrow(() ->
            new ShapeException(
                graph.describe(node)
                    + " is computed and so of type "
                    + node.types()
                    + ", it cannot be given as "
                    + type));
  }
}
