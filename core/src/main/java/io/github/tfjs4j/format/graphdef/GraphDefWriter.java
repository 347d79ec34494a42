package io.github.tfjs4j.format.graphdef;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.AsSpelled;
import io.github.tfjs4j.op.Const;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.op.Placeholder;
import io.github.tfjs4j.op.PlaceholderWithDefault;
import io.github.tfjs4j.op.UnknownOp;
import io.github.tfjs4j.op.Weight;
import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/// Makes a [GraphDef] of a graph.
///
/// Each output gets a node of its own: TF.js gives two outputs of one node the same value, returns
/// the caller's own tensor for an output that is an input, and its own weight for one that is a
/// constant.
public final class GraphDefWriter {
  /// A graph as data.
  ///
  /// @param constants the constants, those of functions included, by the names of their nodes
  public record Written(GraphDef def, Signature signature, Map<String, Constant> constants) {
    /// The values of the constants.
    public Map<String, TensorSource> values() {
      Map<String, TensorSource> values = new LinkedHashMap<>();
      constants.forEach((name, c) -> values.put(name, c.value()));
      return values;
    }
  }

  /// @param origins what it was made of, `dense (Dense)`
  public record Constant(TensorSource value, Set<String> origins) {}

  private final Graph graph;
  private final NodeNames names;
  private final List<NodeDef> nodes = new ArrayList<>();
  private final Map<String, Constant> constants = new LinkedHashMap<>();
  private final FunctionWriter functions;

  private GraphDefWriter(Graph graph, Collection<String> reserved) {
    this.graph = graph;
    this.names = new NodeNames(graph, reserved);
    this.functions = new FunctionWriter(names, constants);
  }

  /// Makes a graph's nodes and its library.
  ///
  /// @param library functions that stay as they are, for ops that we do not know
  /// @param others values that lie in one map with the graph's constants: no node may take their
  ///   names, except for a constant that is that very value
  /// @throws UnsupportedModelException where layers have not been lowered, or weights not been
  ///   frozen
  public static Written write(
      Graph graph, List<FunctionDef> library, Map<String, TensorSource> others) {
    refuseForeign(graph);
    Map<String, TensorSource> own = new LinkedHashMap<>();
    graph.nodes().forEach(n -> n.op().constant().ifPresent(c -> own.put(graph.name(n), c)));
    List<String> reserved = new ArrayList<>(library.stream().map(FunctionDef::name).toList());
    others.forEach((name, value) -> {
      if (own.get(name) != value) {
        reserved.add(name);
      }
    });
    return new GraphDefWriter(graph, reserved).write(library);
  }

  private Written write(List<FunctionDef> library) {
    graph.nodes().forEach(n -> nodes.add(functions.def(graph, n, names)));
    Signature signature = signature();
    List<FunctionDef> all = new ArrayList<>(library);
    all.addAll(functions.functions());
    return new Written(new GraphDef(nodes, all, Tree.EMPTY_OBJECT), signature, constants);
  }

  private static void refuseForeign(Graph graph) {
    Map<String, List<String>> left = new LinkedHashMap<>();
    walk(
        graph,
        (in, n) -> {
          if (!isWritten(n.op())) {
            left.computeIfAbsent(n.op().name(), _ -> new ArrayList<>()).add(in.name(n));
          }
        });
    if (!left.isEmpty()) {
      throw new UnsupportedModelException(
          "a GraphModel cannot hold "
              + left.size()
              + (left.size() == 1 ? " kind" : " kinds")
              + " of node: "
              + left.entrySet().stream()
                  .map(e ->
                      ModelException.quoted(e.getKey())
                          + " ("
                          + e.getValue().size()
                          + ", first '"
                          + ModelException.quoted(e.getValue().getFirst())
                          + "')")
                  .collect(Collectors.joining(", "))
              + "; layers must be lowered and weights be frozen before");
    }
  }

  /// Whether an op is spelled in files: not so a layer, a weight, or an op of somebody's own
  /// vocabulary.
  private static boolean isWritten(Op op) {
    return op instanceof AsSpelled
        || (!op.foreign()
            && !(op instanceof Weight)
            && Ops.ALL.find(op.name()).filter(def -> def.spells(op)).isPresent());
  }

  /// Every node, those of functions included.
  private static void walk(Graph graph, BiConsumer<Graph, Node> visit) {
    for (Graph part : graph.graphs()) {
      part.nodes().forEach(node -> visit.accept(part, node));
    }
  }

  /// Whether an op that we do not know names a function of the library, which must stay then.
  public static boolean needsLibrary(Graph graph) {
    boolean[] needs = {false};
    walk(
        graph,
        (_, n) ->
            needs[0] |=
                n.op() instanceof UnknownOp u
                    && u.attributes().values().stream().anyMatch(GraphDefWriter::namesFunction));
    return needs[0];
  }

  private static boolean namesFunction(AttrValue value) {
    return value instanceof AttrValue.Func
        || (value instanceof AttrValue.Other(Tree tree) && !tree.findAll("func").isEmpty());
  }

  // ---- signature ----

  private Signature signature() {
    Map<String, NodeDef.Ref> inputs = new LinkedHashMap<>();
    graph.inputs().forEach((key, v) -> inputs.put(key, names.of(v)));
    Set<Node> used = Collections.newSetFromMap(new IdentityHashMap<>());
    graph.inputs().values().forEach(v -> used.add(v.node()));
    Map<String, NodeDef.Ref> outputs = new LinkedHashMap<>();
    graph
        .outputs()
        .forEach((key, value) -> outputs.put(key, NodeDef.Ref.of(ownNode(value, used), 0)));
    Map<String, Signature.StateNodes> states = new LinkedHashMap<>();
    graph
        .states()
        .forEach((key, state) ->
            states.put(
                key,
                new Signature.StateNodes(
                    names.of(state.before().node()), ownNode(state.after(), used))));
    return new Signature(inputs, outputs, states);
  }

  /// The name of a node whose one result is `value`, and which nobody else has been given.
  private String ownNode(Value value, Set<Node> used) {
    if (used.add(value.node()) && canBeOutput(value)) {
      return names.of(value.node());
    }
    String name = names.fresh("Identity");
    nodes.add(FunctionWriter.identity(name, names.of(value), value));
    return name;
  }

  /// Whether the node of `value` can be an output of a model, rather than one behind it.
  public static boolean canBeOutput(Value value) {
    return value.node().types().size() == 1 && !mayBeKept(value.op());
  }

  /// Whether TF.js would hand out a tensor that is not the caller's alone: a function may give what
  /// it was given.
  private static boolean mayBeKept(Op op) {
    return op instanceof Const
        || op instanceof Placeholder
        || op instanceof PlaceholderWithDefault
        || !op.functions().isEmpty();
  }
}
