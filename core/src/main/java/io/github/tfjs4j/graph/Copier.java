package io.github.tfjs4j.graph;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Builds a graph again, node by node, in another builder: passes, re-inference and inlining differ
/// only in what takes the place of a node.
///
///     Copier copier = new Copier(graph, to);
///     copier.put(graph.inputs().get("x").node(), List.of(argument));
///     copier.copyAll(node -> node.op() instanceof Old ? List.of(better) : copier.again(node));
///     copier.build(List.of());
public final class Copier {
  private final Graph from;
  private final GraphBuilder to;
  private final IdentityHashMap<Node, List<Value>> copies = new IdentityHashMap<>();

  public Copier(Graph from, GraphBuilder to) {
    this.from = from;
    this.to = to;
  }

  /// Says what stands for the results of `node`. For a node without results it is one value of a
  /// node without results, because controls name it.
  public void put(Node node, List<Value> results) {
    copies.put(node, results);
  }

  /// Makes a copy of every node that has none yet, in order.
  ///
  /// @param copy what stands for a node's results
  public void copyAll(Function<Node, List<Value>> copy) {
    for (Node node : from.nodes()) {
      if (!copies.containsKey(node)) {
        copies.put(node, copy.apply(node));
      }
    }
  }

  /// The copy of a value whose node has been copied.
  public Value copy(Value old) {
    return copies.get(old.node()).get(old.index());
  }

  public List<Value> inputs(Node node) {
    List<Value> inputs = new ArrayList<>(node.inputs().size());
    for (Value v : node.inputs()) {
      inputs.add(copy(v));
    }
    return inputs;
  }

  /// The copies of a node's controls.
  public List<Node> controls(Node node) {
    return nodes(node.controls());
  }

  /// All nodes that took the place of one of `old`.
  public List<Node> nodes(List<Node> old) {
    return old.stream().flatMap(n -> copies.get(n).stream()).map(Value::node).distinct().toList();
  }

  /// The node as it is, on the copies of its inputs and controls.
  public List<Value> again(Node node) {
    return again(node, node.op());
  }

  /// As [#again(Node)], of another op that gives as many results.
  public List<Value> again(Node node, Op op) {
    if (node.types().size() == 1 && node.controls().isEmpty()) {
      return List.of(to.add(op, inputs(node)));
    }
    Node copy = to.addNode(op, inputs(node), controls(node));
    return copy.types().isEmpty() ? List.of(new Value(copy, 0)) : copy.results();
  }

  /// As [#again(Node, Op)], with the node's own name, wording and origins.
  public List<Value> asItIs(Node node, Op op) {
    to.from(from.origins(node), "");
    List<Value> copy = again(node, op);
    to.named(from.name(node), copy.getFirst());
    if (!sameWords(node, copy.getFirst().node())) {
      to.spelled(from.spelling(node), copy.getFirst().node());
    }
    return copy;
  }

  /// Takes over how the file says what `node` is, if `copy` is the same op on the same inputs.
  ///
  /// @return whether it is
  public boolean sameWords(Node node, Node copy) {
    boolean same = copy.op().equals(node.op()) && copy.inputs().equals(inputs(node));
    if (same) {
      from.wording(node).ifPresent(w -> to.worded(w, copy));
    }
    return same;
  }

  /// The copies of the graph's outputs, in order.
  public List<Value> outputs() {
    return from.outputs().values().stream().map(this::copy).toList();
  }

  /// The new graph, with the signature and the states of the old one.
  ///
  /// @param also nodes that it has whether they are needed or not
  public Graph build(List<Node> also) {
    return build(copies(from.outputs()), also);
  }

  /// As [#build(List)], with other outputs.
  ///
  /// @param outputs of the new graph, by the names that the old one has
  public Graph build(Map<String, Value> outputs, List<Node> also) {
    from.states()
        .forEach((name, state) -> to.state(name, copy(state.before()), copy(state.after())));
    return to.build(copies(from.inputs()), outputs, also);
  }

  private Map<String, Value> copies(Map<String, Value> values) {
    Map<String, Value> copies = new LinkedHashMap<>();
    values.forEach((key, v) -> copies.put(key, copy(v)));
    return copies;
  }
}
