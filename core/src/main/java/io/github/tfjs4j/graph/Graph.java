package io.github.tfjs4j.graph;

import io.github.tfjs4j.Budget;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The one data structure between a file and a result: nodes in an order in which every node stands
/// behind its inputs and controls, and a signature, whose keys are the contract with the model's
/// users. Immutable; passes build a new one.
public final class Graph {
  private static final int MOST_REMEMBERED = 16;

  private final List<Node> nodes;
  private final Map<String, Value> inputs;
  private final Map<String, Value> outputs;
  private final Map<Node, String> names;
  private final Map<Node, Set<String>> origins;
  private final Map<String, State> states;
  private final Map<Node, Wording> wordings;
  private final Budget budget;
  private final boolean simplified;
  private final boolean hasEffects;
  private final int nesting;
  private final Map<List<TensorType>, Graph> retyped = new LinkedHashMap<>();
  private volatile Uses uses;

  Graph(
      List<Node> nodes,
      Map<String, Value> inputs,
      Map<String, Value> outputs,
      Map<Node, String> names,
      Map<Node, Set<String>> origins,
      Map<String, State> states,
      Map<Node, Wording> wordings,
      Budget budget,
      boolean simplified) {
    this.nodes = List.copyOf(nodes);
    this.inputs = Collections.unmodifiableMap(inputs);
    this.outputs = Collections.unmodifiableMap(outputs);
    this.names = names;
    this.origins = origins;
    this.states = Collections.unmodifiableMap(states);
    boolean effects = false;
    int deepest = 0;
    for (Node node : nodes) {
      effects |= node.op().effect();
      for (Graph function : node.op().functions().values()) {
        deepest = Math.max(deepest, function.nesting + 1);
      }
    }
    this.hasEffects = effects;
    this.nesting = deepest;
    this.wordings = wordings;
    this.budget = budget;
    this.simplified = simplified;
  }

  /// All nodes, inputs and controls before their users.
  public List<Node> nodes() {
    return nodes;
  }

  /// The signature's inputs, in the model's order.
  public Map<String, Value> inputs() {
    return inputs;
  }

  /// The signature's outputs, in the model's order.
  public Map<String, Value> outputs() {
    return outputs;
  }

  /// The name of a node, unique in the graph.
  public String name(Node node) {
    return names.get(node);
  }

  /// The name of the node's op as its file has it: `Add` for what is `AddV2`, see [OpDef#alias].
  public String spelling(Node node) {
    Wording wording = wordings.get(node);
    return wording == null ? node.op().name() : wording.op();
  }

  /// How the file says what the node is; empty where it comes from no file, or is another one by
  /// now.
  public Optional<Wording> wording(Node node) {
    return Optional.ofNullable(wordings.get(node));
  }

  /// What the node was in the file: `scores (MatMul)`. Several where nodes were merged.
  public Set<String> origins(Node node) {
    return origins.getOrDefault(node, Set.of());
  }

  /// What the model carries from call to call, by name: the states of stateful layers.
  public Map<String, State> states() {
    return states;
  }

  /// What it may grow to on its way.
  public Budget budget() {
    return budget;
  }

  /// Whether the simplifying builder would build the graph again just as it is.
  public boolean isSimplified() {
    return simplified;
  }

  /// This graph, then the functions that its nodes call, directly or through each other: each once,
  /// and before those that it calls itself. What holds of a whole model is found by going over the
  /// nodes of all of these.
  public List<Graph> graphs() {
    return nesting == 0 ? List.of(this) : Functions.of(this);
  }

  /// Whether a node does something besides giving its results, see [Op#effect].
  public boolean hasEffects() {
    return hasEffects;
  }

  /// How deep functions call functions: 0 where there are none.
  public int nesting() {
    return nesting;
  }

  // ---- types ----

  public List<TensorType> inputTypes() {
    return inputs.values().stream().map(Value::type).toList();
  }

  public List<TensorType> outputTypes() {
    return outputs.values().stream().map(Value::type).toList();
  }

  /// The same graph under other input types: all types inferred anew from what these types, in the
  /// order of the inputs, and the inputs' own say together. Functions that the graph calls are
  /// inferred likewise. The graph itself where it knows as much already.
  ///
  /// @throws io.github.tfjs4j.ShapeException where the types do not fit the inputs or some op
  public Graph withInputTypes(List<TensorType> types) {
    List<TensorType> merged = Retyping.merged(this, types);
    if (merged.equals(inputTypes())) {
      return this;
    }
    // A function is inferred for every call, and mostly for the same types: remembering also keeps
    // it one function.
    synchronized (retyped) {
      Graph known = retyped.get(merged);
      if (known != null) {
        return known;
      }
    }
    Graph graph = Retyping.of(this, merged);
    synchronized (retyped) {
      if (retyped.size() >= MOST_REMEMBERED) {
        retyped.remove(retyped.keySet().iterator().next());
      }
      retyped.put(merged, graph);
    }
    return graph;
  }

  // ---- who uses what ----

  /// The nodes that read a result of `node`, each once for every input that does.
  public List<Node> users(Node node) {
    return uses().users().getOrDefault(node, List.of());
  }

  /// The nodes that have `node` among their controls.
  public List<Node> followers(Node node) {
    return uses().followers().getOrDefault(node, List.of());
  }

  /// Whether a result of `node` is an output of the graph, or a state for the next call.
  public boolean isOutput(Node node) {
    return uses().outputs().contains(node);
  }

  private record Uses(
      Map<Node, List<Node>> users, Map<Node, List<Node>> followers, Set<Node> outputs) {}

  private Uses uses() {
    Uses known = uses;
    if (known == null) {
      known =
          new Uses(
              new IdentityHashMap<>(),
              new IdentityHashMap<>(),
              Collections.newSetFromMap(new IdentityHashMap<>()));
      for (Node n : nodes) {
        for (Value in : n.inputs()) {
          known.users().computeIfAbsent(in.node(), _ -> new ArrayList<>(1)).add(n);
        }
        for (Node first : n.controls()) {
          known.followers().computeIfAbsent(first, _ -> new ArrayList<>(1)).add(n);
        }
      }
      for (Value v : outputs.values()) {
        known.outputs().add(v.node());
      }
      for (State state : states.values()) {
        known.outputs().add(state.after().node());
      }
      uses = known;
    }
    return known;
  }

  /// How many nodes there are of each op, by name, sorted.
  public Map<String, Long> opCounts() {
    return nodes.stream()
        .collect(Collectors.groupingBy(this::spelling, TreeMap::new, Collectors.counting()));
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
