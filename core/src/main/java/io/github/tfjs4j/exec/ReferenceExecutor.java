package io.github.tfjs4j.exec;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Evaluator;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Runs a core graph node by node through each op's own reference evaluation: plain Java, correct first. What faster ways
/// of running are compared with.
public final class ReferenceExecutor {
  private ReferenceExecutor() {}

  /// @param feeds a tensor for each of the graph's inputs, by signature key
  /// @return the graph's outputs by signature key, in its order
  /// @throws ModelException where feeds are missing or do not fit, or an op fails on these values, naming the node
  public static Map<String, Tensor> run(Graph graph, Map<String, Tensor> feeds) {
    requireEvaluable(graph);
    List<Tensor> results = Evaluator.run(graph, feed(graph, feeds));
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    int i = 0;
    for (String key : graph.outputs().keySet()) {
      outputs.put(key, results.get(i++));
    }
    return outputs;
  }

  private static Map<Node, Tensor> feed(Graph graph, Map<String, Tensor> feeds) {
    for (String key : feeds.keySet()) {
      if (!graph.inputs().containsKey(key)) {
        throw new ShapeException("the model has no input '" + key + "', its inputs are " + graph.inputs().keySet());
      }
    }
    Map<Node, Tensor> fed = new IdentityHashMap<>();
    graph.inputs().forEach(
        (key, v) -> {
          Tensor t = feeds.get(key);
          if (t == null) {
            throw new ShapeException("input '" + key + "' of type " + v.type() + " has not been given");
          }
          if (t.type() != v.dataType() || !t.shape().isCompatible(v.shape())) {
            throw new ShapeException("input '" + key + "' takes " + v.type() + ", given is " + new TensorType(t.type(), t.shape()));
          }
          fed.put(v.node(), t);
        });
    return fed;
  }

  private static void requireEvaluable(Graph graph) {
    Map<String, Integer> foreign = new TreeMap<>();
    Map<String, String> first = new TreeMap<>();
    for (Node node : graph.nodes()) {
      if (node.op().foreign()) {
        foreign.merge(node.op().name(), 1, Integer::sum);
        first.putIfAbsent(node.op().name(), graph.name(node));
      }
    }
    if (!foreign.isEmpty()) {
      StringBuilder s = new StringBuilder("cannot run " + foreign.size() + " kinds of op: ");
      foreign.forEach((op, n) -> s.append(op).append(" (").append(n).append(", first '").append(first.get(op)).append("') "));
      throw new UnsupportedModelException(s.toString().strip());
    }
  }
}
