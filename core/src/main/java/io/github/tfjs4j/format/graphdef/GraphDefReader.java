package io.github.tfjs4j.format.graphdef;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.graph.Wording;
import io.github.tfjs4j.op.Const;
import io.github.tfjs4j.op.PlaceholderWithDefault;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.TensorSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Makes a graph of a [GraphDef], whose nodes may stand in any order. Ops that we do not know stay
/// as they are.
public final class GraphDefReader {
  private static final int MOST_RESULTS = 1_000_000;

  private final String where;
  private final Map<String, TensorSource> weights;
  private final FunctionReader functions;
  private final String prefix;
  private final GraphBuilder to;
  private final Map<String, NodeDef> defs = new LinkedHashMap<>();
  private final Map<String, Integer> results = new HashMap<>();
  private final Map<String, Node> made = new HashMap<>();

  /// Reads a graph.
  ///
  /// @param constants the values of the constants, those of functions included, by the names of
  ///   their nodes
  /// @param where the file and the place in it, for messages
  /// @throws FormatException where the nodes are no graph
  /// @throws io.github.tfjs4j.UnsupportedModelException where control flow of TensorFlow 1 is in no
  ///   form that TensorFlow makes
  public static Graph read(
      GraphDef def, Signature signature, Map<String, TensorSource> constants, String where) {
    return read(def, signature, constants, where, true);
  }

  /// As [#read], for a file that will not be written back as it was: every node is said in our own
  /// words, with all attributes, of which some files leave out those that have their defaults.
  public static Graph readAnew(
      GraphDef def, Signature signature, Map<String, TensorSource> constants, String where) {
    return read(def, signature, constants, where, false);
  }

  private static Graph read(
      GraphDef def,
      Signature signature,
      Map<String, TensorSource> constants,
      String where,
      boolean worded) {
    GraphBuilder to = GraphBuilder.verbatim();
    FunctionReader functions = new FunctionReader(def.functions(), constants, where, worded);
    GraphDefReader reader = new GraphDefReader(where, constants, functions, "", to);
    Collection<NodeDef.Ref> results = signature.outputs().values();
    List<NodeDef> nodes = def.nodes();
    if (RaiseControlFlow.isNeeded(nodes)) {
      RaiseControlFlow.Raised raised = RaiseControlFlow.raise(nodes, results, where);
      raised.functions().forEach(functions::add);
      nodes = raised.nodes();
    }
    reader.addAll(nodes, results);
    return reader.graph(signature);
  }

  private Graph graph(Signature signature) {
    // TF.js passes over what a signature names and the graph has not.
    Map<String, Value> inputs = values(signature.inputs());
    Map<String, Value> outputs = values(signature.outputs());
    if (inputs.isEmpty()) {
      placeholders(inputs);
    }
    if (signature.outputs().isEmpty()) {
      leaves(outputs);
    }
    if (outputs.isEmpty()) {
      throw new FormatException(
          where
              + ": the model has no outputs: none of "
              + ModelException.quoted(signature.outputs().keySet())
              + " names a node of the graph");
    }
    signature.states().forEach(this::state);
    return to.build(inputs, outputs, nodes());
  }

  private Map<String, Value> values(Map<String, NodeDef.Ref> refs) {
    Map<String, Value> values = new LinkedHashMap<>();
    refs.forEach((key, ref) -> {
      if (has(ref.node())) {
        values.put(key, value(ref));
      }
    });
    return values;
  }

  private void placeholders(Map<String, Value> inputs) {
    defs.values().stream()
        .filter(d -> d.op().equals("Placeholder"))
        .forEach(d -> inputs.put(d.name(), new Value(made.get(d.name()), 0)));
  }

  /// Nodes with a result that no other node reads: what TF.js returns where there is no signature.
  private void leaves(Map<String, Value> outputs) {
    Set<String> read = new HashSet<>();
    for (NodeDef def : defs.values()) {
      def.inputs().forEach(i -> read.add(i.node()));
      read.addAll(def.controls());
    }
    for (NodeDef def : defs.values()) {
      Node node = made.get(def.name());
      if (!read.contains(def.name()) && !node.types().isEmpty()) {
        outputs.put(def.name(), new Value(node, 0));
      }
    }
  }

  /// Whatever is no pair of nodes of which one can be fed is no state.
  private void state(String name, Signature.StateNodes nodes) {
    if (has(nodes.input()) && has(nodes.output())) {
      Node before = made.get(nodes.input());
      Node after = made.get(nodes.output());
      if (before.op() instanceof PlaceholderWithDefault && !after.types().isEmpty()) {
        to.state(name, before.out(0), after.out(0));
      }
    }
  }

  /// @param where the file and the place in it, for messages
  /// @param functions what nodes may call
  /// @param prefix what may stand before the name of a constant in the manifest: a function's own
  ///   name
  GraphDefReader(
      String where,
      Map<String, TensorSource> weights,
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
      throw new FormatException(
          where + ": there are two arguments '" + ModelException.quoted(name) + "'");
    }
  }

  /// Makes all nodes.
  ///
  /// @param alsoRead what the graph's outputs read
  void addAll(List<NodeDef> nodes, Collection<NodeDef.Ref> alsoRead) {
    for (NodeDef def : nodes) {
      if (made.containsKey(def.name()) || defs.put(def.name(), def) != null) {
        throw new FormatException(
            where + ": there are two nodes '" + ModelException.quoted(def.name()) + "'");
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
    return def.describe() + " reads '" + ModelException.quoted(input) + "'";
  }

  private boolean has(String node) {
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
        def.isConstant()
            ? to.addNode(constant(def), inputs, controls)
            : op(def, inputs, controls, used);
    to.named(def.name(), new Value(node, 0));
    if (!functions.keepsWords()) {
      return node;
    }
    if (!(node.op() instanceof Const c) || isDeclared(def, c.constant().orElseThrow())) {
      to.worded(new Wording(def.op(), Optional.of(def.attributes()), def.extras()), node);
    }
    return node;
  }

  private Node op(NodeDef def, List<Value> inputs, List<Node> controls, int used) {
    Optional<Node> spelled = Optional.empty();
    if (!functions.keepsWords()) {
      spelled =
          GroupedConvolution.add(to, def, inputs, controls)
              .or(() -> TransposedConvolution.add(to, def, inputs, controls));
    }
    return spelled.orElseGet(() -> TypedOps.add(to, def, inputs, controls, used, functions, where));
  }

  /// Whether the type that a file gives a constant is one that its weight can be of.
  private static boolean isDeclared(NodeDef def, TensorSource value) {
    return def.attributes().get("dtype") instanceof AttrValue.Type(DataType type)
        && type.runtime() == value.type();
  }

  private Const constant(NodeDef def) {
    TensorSource value = weights.getOrDefault(def.name(), weights.get(prefix + def.name()));
    if (value == null) {
      throw new FormatException(
          where + ": " + def.describe() + " has no weight of its name among the weights");
    }
    return isDeclared(def, value)
        ? new Const(value, ((AttrValue.Type) def.attributes().get("dtype")).value())
        : new Const(value);
  }

  /// What a reference stands for, once all nodes are made.
  Value value(NodeDef.Ref ref) {
    Node node = made.get(ref.node());
    if (node == null) {
      throw new FormatException(
          where + ": there is no node '" + ModelException.quoted(ref.node()) + "'");
    }
    int index = ref.index(node.op().name());
    if (index >= node.types().size()) {
      throw new FormatException(
          where
              + ": '"
              + ModelException.quoted(ref.node())
              + "' ("
              + ModelException.quoted(node.op().name())
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
}
