package io.github.tfjs4j.exec;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
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
    Map<Node, Tensor> fed = feed(graph, feeds);
    // How many reads of a node's results are still to come; a tensor lives until the last.
    IdentityHashMap<Node, Integer> reads = new IdentityHashMap<>();
    graph.nodes().forEach(n -> n.inputs().forEach(v -> reads.merge(v.node(), 1, Integer::sum)));
    graph.outputs().values().forEach(v -> reads.merge(v.node(), 1, Integer::sum));
    IdentityHashMap<Node, List<Tensor>> results = new IdentityHashMap<>();
    for (Node node : graph.nodes()) {
      Tensor given = fed.get(node);
      results.put(node, given != null ? List.of(given) : evaluate(graph, node, inputs(node, results)));
      for (Value in : node.inputs()) {
        if (reads.merge(in.node(), -1, Integer::sum) == 0) {
          results.remove(in.node());
        }
      }
    }
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    graph.outputs().forEach((key, v) -> outputs.put(key, results.get(v.node()).get(v.index())));
    return outputs;
  }

  private static List<Tensor> inputs(Node node, IdentityHashMap<Node, List<Tensor>> results) {
    List<Tensor> inputs = new ArrayList<>(node.inputs().size());
    for (Value in : node.inputs()) {
      inputs.add(results.get(in.node()).get(in.index()));
    }
    return inputs;
  }

  private static List<Tensor> evaluate(Graph graph, Node node, List<Tensor> inputs) {
    try {
      List<Tensor> out = node.op().evaluate(inputs);
      for (int i = 0; i < out.size(); i++) {
        TensorType type = node.types().get(i);
        if (out.get(i).type() != type.type() || !out.get(i).shape().isCompatible(type.shape())) {
          throw new IllegalStateException("result " + i + " is " + out.get(i) + ", its type is " + type);
        }
      }
      return out;
    } catch (ModelException e) {
      throw new ShapeException(graph.describe(node) + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      throw new IllegalStateException(graph.describe(node) + " on " + inputs + ": " + e.getMessage(), e);
    }
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
