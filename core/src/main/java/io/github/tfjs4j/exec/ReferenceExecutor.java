package io.github.tfjs4j.exec;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Evaluator;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Runs a core graph node by node through each op's own reference evaluation: plain Java, correct
/// first. What faster ways of running are compared with.
public final class ReferenceExecutor {
  private ReferenceExecutor() {}

  /// @param feeds a tensor for each of the graph's inputs, by signature key
  /// @return the graph's outputs by signature key, in its order
  /// @throws ModelException where feeds are missing or do not fit, or an op fails on these values,
  ///   naming the node
  public static Map<String, Tensor> run(Graph graph, Map<String, Tensor> feeds) {
    return run(graph, feeds, Map.of()).outputs();
  }

  /// One call of many that continue each other.
  ///
  /// @param feeds a tensor for each of the graph's inputs, by signature key
  /// @param states what the call before gave, by name; a state that is missing starts from its
  ///   default
  /// @throws ModelException where feeds are missing or do not fit, or an op fails on these values,
  ///   naming the node
  public static Prediction run(Graph graph, Map<String, Tensor> feeds, Map<String, Tensor> states) {
    requireEvaluable(graph);
    Map<String, Value> befores = new LinkedHashMap<>();
    Map<String, Value> fetched = new LinkedHashMap<>();
    graph.states().forEach((name, state) -> befores.put(name, state.before()));
    graph.states().forEach((name, state) -> fetched.put(name, state.after()));
    Map<Node, Tensor> fed = new IdentityHashMap<>();
    feed("input", graph.inputs(), feeds, fed);
    graph
        .inputs()
        .forEach((key, v) -> {
          if (!fed.containsKey(v.node())) {
            throw new ShapeException(
                "input '" + key + "' of type " + v.type() + " has not been given");
          }
        });
    feed("state", befores, states, fed);
    List<Value> values = new ArrayList<>(graph.outputs().values());
    values.addAll(fetched.values());
    Iterator<Tensor> results = Evaluator.run(graph, fed, values).iterator();
    return new Prediction(named(graph.outputs(), results), named(fetched, results));
  }

  private static Map<String, Tensor> named(Map<String, Value> values, Iterator<Tensor> results) {
    Map<String, Tensor> named = new LinkedHashMap<>();
    values.keySet().forEach(key -> named.put(key, results.next()));
    return Collections.unmodifiableMap(named);
  }

  private static void feed(
      String what, Map<String, Value> values, Map<String, Tensor> feeds, Map<Node, Tensor> fed) {
    feeds.forEach((key, t) -> {
      Value v = values.get(key);
      if (v == null) {
        throw new ShapeException(
            "the model has no "
                + what
                + " '"
                + key
                + "', its "
                + what
                + "s are "
                + values.keySet());
      }
      if (t.type() != v.dataType() || !t.shape().isCompatible(v.shape())) {
        throw new ShapeException(
            what
                + " '"
                + key
                + "' takes "
                + v.type()
                + ", given is "
                + new TensorType(t.type(), t.shape()));
      }
      fed.put(v.node(), t);
    });
  }

  private static void requireEvaluable(Graph graph) {
    Map<String, Integer> foreign = new TreeMap<>();
    Map<String, String> first = new TreeMap<>();
    collectForeign(graph, foreign, first);
    if (!foreign.isEmpty()) {
      StringBuilder s = new StringBuilder("cannot run " + foreign.size() + " kinds of op: ");
      foreign.forEach((op, n) ->
          s.append(op)
              .append(" (")
              .append(n)
              .append(", first '")
              .append(first.get(op))
              .append("') "));
      throw new UnsupportedModelException(s.toString().strip());
    }
  }

  private static void collectForeign(
      Graph graph, Map<String, Integer> foreign, Map<String, String> first) {
    for (Node node : graph.nodes()) {
      if (node.op().foreign()) {
        foreign.merge(node.op().name(), 1, Integer::sum);
        first.putIfAbsent(node.op().name(), graph.name(node));
      }
      node.op().functions().values().forEach(f -> collectForeign(f, foreign, first));
    }
  }
}
