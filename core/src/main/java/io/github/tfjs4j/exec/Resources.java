package io.github.tfjs4j.exec;

import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Model;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.HashTable;
import io.github.tfjs4j.tensor.LookupTable;
import io.github.tfjs4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The hash tables of a model, which all its runs share, and what fills them: a graph of its own
/// that runs once, before the first run of the model that needs a table.
public final class Resources {
  private final Map<String, LookupTable> tables;
  private final Optional<Initializer> initializer;
  private Optional<Map<String, Tensor>> handles = Optional.empty();

  /// What fills the tables.
  ///
  /// @param graph empty where it cannot be run
  /// @param captured the inputs of the model that are tables, each with the output of this graph
  ///   that it is
  public record Initializer(Optional<Graph> graph, Map<String, String> captured) {
    public Initializer {
      captured = Map.copyOf(captured);
    }
  }

  private Resources(Map<String, LookupTable> tables, Optional<Initializer> initializer) {
    this.tables = tables;
    this.initializer = initializer;
  }

  /// Tables that nothing but the model itself fills.
  public static Resources none() {
    return of(Optional.empty());
  }

  public static Resources of(Optional<Initializer> initializer) {
    return new Resources(new ConcurrentHashMap<>(), initializer);
  }

  /// The inputs of the model that nobody feeds.
  public Map<String, String> captured() {
    return initializer.map(Initializer::captured).orElse(Map.of());
  }

  LookupTable table(HashTable op) {
    return tables.computeIfAbsent(op.key(), _ -> op.make());
  }

  /// Fills the tables, where `model` needs them and that has not been done.
  ///
  /// @return what is given, and the tables that are inputs of the model
  Map<String, Tensor> feeds(Graph model, Map<String, Tensor> given, RunLimits limits) {
    Map<String, Tensor> all = new HashMap<>(handles(model, limits));
    all.putAll(given);
    return all;
  }

  private synchronized Map<String, Tensor> handles(Graph model, RunLimits limits) {
    if (handles.isEmpty()) {
      boolean needed = initializer.isPresent() && (usesTables(model) || !captured().isEmpty());
      handles = Optional.of(needed ? run(initializer.get(), limits) : Map.of());
    }
    return handles.get();
  }

  private static boolean usesTables(Graph model) {
    return model.graphs().stream()
        .flatMap(g -> g.nodes().stream())
        .anyMatch(n -> n.op() instanceof HashTable);
  }

  private Map<String, Tensor> run(Initializer by, RunLimits limits) {
    Graph graph =
        by.graph()
            .orElseThrow(() ->
                new UnsupportedModelException(
                    "the model's tables cannot be filled: its initializer has control flow in a"
                        + " form that is not known"));
    // What nobody reads is what it is for.
    List<Value> wanted = new ArrayList<>();
    Map<String, Integer> at = new HashMap<>();
    graph
        .outputs()
        .forEach((key, v) -> {
          at.put(key, wanted.size());
          wanted.add(v);
        });
    graph.nodes().stream()
        .filter(n -> n.op().effect() && !n.types().isEmpty())
        .map(Node::results)
        .forEach(wanted::addAll);
    Interpreter interpreter =
        new Interpreter(new Model(graph, Map.of()), new Resources(tables, Optional.empty()));
    List<Tensor> results = interpreter.values(Map.of(), Map.of(), wanted, limits);
    Map<String, Tensor> inputs = new HashMap<>();
    by.captured()
        .forEach((input, output) -> {
          if (at.containsKey(output)) {
            inputs.put(input, results.get(at.get(output)));
          }
        });
    return Map.copyOf(inputs);
  }
}
