package io.github.tfjs4j.format;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Const;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Makes graph nodes of `NodeDef`s, which a file may list in any order.
final class GraphDefReader {
  private static final int MOST_RESULTS = 1_000_000;

  private final String where;
  private final Map<String, WeightEntry> weights;
  private final FunctionReader functions;
  private final String prefix;
  private final GraphBuilder to;
  private final Map<String, NodeDef> defs = new LinkedHashMap<>();
  private final Map<String, Integer> results = new HashMap<>();
  private final Map<String, Node> made = new HashMap<>();

  /// @param where the file and the place in it, for messages
  /// @param functions what nodes may call
  /// @param prefix what may stand before the name of a constant in the manifest: a function's own
  ///   name
  GraphDefReader(
      String where,
      Map<String, WeightEntry> weights,
      FunctionReader functions,
      String prefix,
      GraphBuilder to) {
    this.where = where;
    this.weights = weights;
    this.functions = functions;
    this.prefix = prefix;
    this.to = to;
  }

  /// A value that is there before any node: an argument of a function.
  void argument(String name, Value value) {
    if (made.put(name, value.node()) != null) {
      throw new FormatException(where + ": there are two arguments '" + Json.shorten(name) + "'");
    }
  }

  /// Makes all nodes.
  ///
  /// @param alsoRead what the graph's outputs read
  void addAll(List<NodeDef> nodes, List<NodeDef.Ref> alsoRead) {
    for (NodeDef def : nodes) {
      if (made.containsKey(def.name()) || defs.put(def.name(), def) != null) {
        throw new FormatException(
            where + ": there are two nodes '" + Json.shorten(def.name()) + "'");
      }
    }
    checkInputs();
    alsoRead.forEach(this::countResult);
    defs.values().forEach(def -> def.inputs().forEach(this::countResult));
    if (results.values().stream().mapToLong(Integer::longValue).sum() > MOST_RESULTS) {
      throw new FormatException(
          where + ": nodes are read that would have more than " + MOST_RESULTS + " results in all");
    }
    for (NodeDef def : inOrder()) {
      made.put(def.name(), make(def));
    }
  }

  private void countResult(NodeDef.Ref ref) {
    NodeDef def = defs.get(ref.node());
    if (def != null) {
      results.merge(def.name(), ref.index(def.op()) + 1, Math::max);
    }
  }

  private void checkInputs() {
    Set<String> missing = new LinkedHashSet<>();
    for (NodeDef def : defs.values()) {
      def.inputs().stream()
          .map(NodeDef.Ref::node)
          .filter(n -> !has(n))
          .forEach(n -> missing.add(reads(def, n)));
      def.controls().stream().filter(n -> !has(n)).forEach(n -> missing.add(reads(def, n)));
    }
    if (!missing.isEmpty()) {
      throw new FormatException(
          where
              + ": "
              + missing.stream().limit(10).collect(Collectors.joining(", "))
              + (missing.size() > 10 ? " and " + (missing.size() - 10) + " more" : "")
              + ": no such node in the graph");
    }
  }

  private static String reads(NodeDef def, String input) {
    return def.describe() + " reads '" + Json.shorten(input) + "'";
  }

  boolean has(String node) {
    return defs.containsKey(node) || made.containsKey(node);
  }

  /// Inputs before their readers, otherwise in the order of the file.
  private List<NodeDef> inOrder() {
    List<NodeDef> order = new ArrayList<>(defs.size());
    Set<String> done = new LinkedHashSet<>(made.keySet());
    // What is being visited: a path of nodes, each with how many of its inputs have been followed.
    LinkedHashMap<String, Integer> path = new LinkedHashMap<>();
    for (NodeDef root : defs.values()) {
      if (!done.contains(root.name())) {
        path.put(root.name(), 0);
      }
      while (!path.isEmpty()) {
        NodeDef def = defs.get(path.lastEntry().getKey());
        int next = path.lastEntry().getValue();
        int inputs = def.inputs().size();
        if (next == inputs + def.controls().size()) {
          path.pollLastEntry();
          done.add(def.name());
          order.add(def);
          continue;
        }
        path.put(def.name(), next + 1);
        String input =
            next < inputs ? def.inputs().get(next).node() : def.controls().get(next - inputs);
        if (path.containsKey(input)) {
          throw cycle(new ArrayList<>(path.keySet()), input);
        }
        if (!done.contains(input)) {
          path.put(input, 0);
        }
      }
    }
    return order;
  }

  private FormatException cycle(List<String> path, String back) {
    List<String> cycle = path.subList(path.indexOf(back), path.size());
    return new FormatException(
        where
            + ": "
            + (cycle.size() == 1
                ? "this node reads itself: "
                : "these nodes read each other in a circle: ")
            + cycle.stream()
                .limit(10)
                .map(n -> defs.get(n).describe())
                .collect(Collectors.joining(", "))
            + (cycle.size() > 10 ? " and " + (cycle.size() - 10) + " more" : ""));
  }

  private Node make(NodeDef def) {
    to.from(Set.of(def.describe()), "");
    List<Value> inputs = def.inputs().stream().map(this::value).toList();
    List<Node> controls = def.controls().stream().map(made::get).toList();
    int used = results.getOrDefault(def.name(), 0);
    Node node =
        def.op().equals("Const")
            ? to.addNode(constant(def), inputs, controls)
            : TypedOps.add(to, def, inputs, controls, used, functions, where);
    to.named(def.name(), new Value(node, 0));
    return node;
  }

  private Const constant(NodeDef def) {
    WeightEntry weight = weights.getOrDefault(def.name(), weights.get(prefix + def.name()));
    if (weight == null) {
      throw new FormatException(
          where + ": " + def.describe() + " has no weight of its name in the weightsManifest");
    }
    return new Const(weight.data());
  }

  /// What a reference stands for, once all nodes are made.
  Value value(NodeDef.Ref ref) {
    Node node = made.get(ref.node());
    if (node == null) {
      throw new FormatException(where + ": there is no node '" + Json.shorten(ref.node()) + "'");
    }
    int index = ref.index(node.op().name());
    if (index >= node.types().size()) {
      throw new FormatException(
          where
              + ": '"
              + Json.shorten(ref.node())
              + "' ("
              + Json.shorten(node.op().name())
              + ") has "
              + node.types().size()
              + " results, there is none of number "
              + index);
    }
    return new Value(node, index);
  }

  /// All nodes, in the order of the file.
  List<Node> nodes() {
    return defs.keySet().stream().map(made::get).toList();
  }

  /// The definitions by name, in the order of the file.
  Map<String, NodeDef> defs() {
    return defs;
  }

  Node node(String name) {
    return made.get(name);
  }
}
