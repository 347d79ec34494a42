package io.github.tfjs4j.graph;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// Evaluates a graph node by node through each op's own reference evaluation: what the reference
/// executor runs models with, and what ops that hold graphs run those with.
public final class Evaluator {
  private Evaluator() {}

  /// @param fed the value of result 0 of some nodes, at least of the placeholders that the outputs
  ///   need
  /// @return the graph's outputs, in its order
  /// @throws ModelException where an op fails on these values, naming the node
  public static List<Tensor> run(Graph graph, Map<Node, Tensor> fed) {
    return run(graph, fed, graph.outputs().values());
  }

  /// @param fed the value of result 0 of some nodes, at least of the placeholders that the graph's
  ///   nodes need
  /// @param fetched values of the graph
  /// @return the values fetched, in their order
  /// @throws ModelException where an op fails on these values, naming the node
  public static List<Tensor> run(Graph graph, Map<Node, Tensor> fed, Collection<Value> fetched) {
    // How many reads of a node's results are still to come; a tensor lives until the last.
    IdentityHashMap<Node, Integer> reads = new IdentityHashMap<>();
    graph.nodes().forEach(n -> n.inputs().forEach(v -> reads.merge(v.node(), 1, Integer::sum)));
    fetched.forEach(v -> reads.merge(v.node(), 1, Integer::sum));
    IdentityHashMap<Node, List<Tensor>> results = new IdentityHashMap<>();
    for (Node node : graph.nodes()) {
      Tensor given = fed.get(node);
      results.put(
          node, given != null ? List.of(given) : evaluate(graph, node, inputs(node, results)));
      for (Value in : node.inputs()) {
        if (reads.merge(in.node(), -1, Integer::sum) == 0) {
          results.remove(in.node());
        }
      }
    }
    return fetched.stream().map(v -> results.get(v.node()).get(v.index())).toList();
  }

  /// Evaluates a function: a graph whose inputs are given in its order.
  public static List<Tensor> call(Graph function, List<Tensor> arguments) {
    Map<Node, Tensor> fed = new IdentityHashMap<>();
    int i = 0;
    for (Value input : function.inputs().values()) {
      fed.put(input.node(), arguments.get(i++));
    }
    return run(function, fed);
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
          throw new IllegalStateException(
              "result " + i + " is " + out.get(i) + ", its type is " + type);
        }
      }
      return out;
    } catch (ModelException e) {
      throw new ShapeException(graph.describe(node) + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          graph.describe(node) + " on " + inputs + ": " + e.getMessage(), e);
    }
  }
}
