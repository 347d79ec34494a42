package io.github.tfjs4j.graph;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The one data structure between a file and a result: nodes in an order in which every node stands
/// behind its inputs, and a signature, whose keys are the contract with the model's users.
/// Immutable; passes build a new one.
public final class Graph {
  private final List<Node> nodes;
  private final Map<String, Value> inputs;
  private final Map<String, Value> outputs;
  private final Map<Node, String> names;
  private final Map<Node, Set<String>> origins;
  private final Map<Node, List<Node>> controls;
  private final Map<String, State> states;
  private final Map<Node, String> spellings;
  private IdentityHashMap<Node, List<Node>> users;

  Graph(
      List<Node> nodes,
      Map<String, Value> inputs,
      Map<String, Value> outputs,
      Map<Node, String> names,
      Map<Node, Set<String>> origins,
      Map<Node, List<Node>> controls,
      Map<String, State> states,
      Map<Node, String> spellings) {
    this.nodes = List.copyOf(nodes);
    this.inputs = inputs;
    this.outputs = outputs;
    this.names = names;
    this.origins = origins;
    this.controls = controls;
    this.states = states;
    this.spellings = spellings;
  }

  /// All nodes, inputs before their users.
  public List<Node> nodes() {
    return nodes;
  }

  /// The signature's inputs, in the model's order.
  public Map<String, Value> inputs() {
    return java.util.Collections.unmodifiableMap(inputs);
  }

  /// The signature's outputs, in the model's order.
  public Map<String, Value> outputs() {
    return java.util.Collections.unmodifiableMap(outputs);
  }

  /// The name of a node, unique in the graph.
  public String name(Node node) {
    return names.get(node);
  }

  /// The name of the node's op as its file has it: `Add` for what is `AddV2`, see [OpDef#alias].
  public String spelling(Node node) {
    return spellings.getOrDefault(node, node.op().name());
  }

  /// What the node was in the file: `scores (MatMul)`. Several where nodes were merged.
  public Set<String> origins(Node node) {
    return origins.getOrDefault(node, Set.of());
  }

  /// Nodes that must run before this one although it does not read them.
  public List<Node> controls(Node node) {
    return controls.getOrDefault(node, List.of());
  }

  /// What the model carries from call to call, by name: the states of stateful layers.
  public Map<String, State> states() {
    return states;
  }

  /// The nodes that read a result of `node`, each once for every input that does.
  public List<Node> users(Node node) {
    synchronized (this) {
      if (users == null) {
        users = new IdentityHashMap<>();
        for (Node n : nodes) {
          for (Value in : n.inputs()) {
            users.computeIfAbsent(in.node(), _ -> new java.util.ArrayList<>()).add(n);
          }
        }
      }
    }
    return users.getOrDefault(node, List.of());
  }

  /// Whether a result of `node` is an output of the graph, or a state for the next call.
  public boolean isOutput(Node node) {
    return outputs.values().stream().anyMatch(v -> v.node() == node)
        || states.values().stream().anyMatch(s -> s.after().node() == node);
  }

  /// How many nodes there are of each op, by name, sorted.
  public Map<String, Long> opCounts() {
    return nodes.stream()
        .collect(
            java.util.stream.Collectors.groupingBy(
                this::spelling, java.util.TreeMap::new, java.util.stream.Collectors.counting()));
  }

  /// `name (Op), from origin`: how messages speak of a node.
  public String describe(Node node) {
    Collection<String> from = origins(node);
    return name(node)
        + " ("
        + spelling(node)
        + ")"
        + (from.isEmpty() ? "" : ", from " + String.join(" and ", from));
  }
}
