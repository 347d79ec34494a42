package io.github.tfjs4j.format.graphdef;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Takes a part of a graph out as functions that share their arguments. Constants are copied; what
/// else is read from outside of the part becomes an argument, those of the function around it
/// included, which are no nodes.
class Extraction {
  private final Map<String, NodeDef> nodes;
  private final Set<String> inside;
  private final FreshNames taken;
  private final Map<NodeDef.Ref, String> arguments = new LinkedHashMap<>();
  private final List<NodeDef.Ref> captured = new ArrayList<>();

  /// @param nodes the graph
  /// @param inside the names of the part's nodes
  /// @param taken names that no argument may have
  Extraction(Map<String, NodeDef> nodes, Set<String> inside, FreshNames taken) {
    this.nodes = nodes;
    this.inside = inside;
    this.taken = taken;
  }

  /// What stands for `ref` in the part: a `Switch` is passed through.
  NodeDef.Ref through(NodeDef.Ref ref) {
    return ref;
  }

  /// Makes result 0 of a node of the part an argument, of its name.
  void argument(String node) {
    arguments.put(NodeDef.Ref.of(node, 0), node);
  }

  /// What the part reads from outside, in the order of the arguments that stand for it.
  List<NodeDef.Ref> captured() {
    return captured;
  }

  /// The nodes that these results need, with what they read moved into the function.
  List<NodeDef> extract(List<NodeDef.Ref> results) {
    Map<String, NodeDef> copies = new LinkedHashMap<>();
    Deque<NodeDef.Ref> open = new ArrayDeque<>(results);
    while (!open.isEmpty()) {
      NodeDef.Ref ref = moved(open.pop());
      NodeDef def = nodes.get(ref.node());
      if (def == null || arguments.containsValue(ref.node()) || copies.containsKey(ref.node())) {
        continue;
      }
      copies.put(def.name(), def);
      if (!def.isConstant()) {
        def.inputs().forEach(open::push);
      }
      controls(def).forEach(c -> open.push(NodeDef.Ref.of(c, 0)));
    }
    return copies.values().stream()
        .map(def ->
            def.with(
                def.isConstant() ? List.of() : def.inputs().stream().map(this::moved).toList(),
                controls(def)))
        .toList();
  }

  /// Control edges within the part: in which branch of a condition a constant stands is said by
  /// nothing else.
  private List<String> controls(NodeDef def) {
    return def.controls().stream()
        .filter(c -> inside.contains(c) && moved(NodeDef.Ref.of(c, 0)).node().equals(c))
        .filter(c -> !arguments.containsValue(c))
        .toList();
  }

  /// What `ref` is called in the function.
  NodeDef.Ref moved(NodeDef.Ref ref) {
    NodeDef.Ref at = ref;
    int steps = 0;
    for (NodeDef.Ref next = through(at); !next.equals(at); next = through(at)) {
      at = next;
      checkEnd(++steps, at);
    }
    NodeDef.Ref source = at;
    while (!inside.contains(source.node()) && isIdentity(source)) {
      source = nodes.get(source.node()).inputs().getFirst();
      checkEnd(++steps, source);
    }
    NodeDef def = nodes.get(source.node());
    if (def != null && def.isConstant()) {
      return source;
    }
    if (!arguments.containsKey(at)) {
      if (inside.contains(at.node())) {
        return at;
      }
      captured.add(at);
      arguments.put(
          at,
          at.index() == 0 && !arguments.containsValue(at.node())
              ? at.node()
              : taken.fresh(at.node()));
    }
    return NodeDef.Ref.of(arguments.get(at), 0);
  }

  private void checkEnd(int steps, NodeDef.Ref at) {
    if (steps > 2 * nodes.size()) {
      throw new FormatException("'" + ModelException.quoted(at.node()) + "' reads itself");
    }
  }

  private boolean isIdentity(NodeDef.Ref ref) {
    NodeDef def = nodes.get(ref.node());
    return def != null && def.op().equals("Identity") && def.inputs().size() == 1;
  }

  /// @param results what the function gives, as [#moved] has it
  FunctionDef function(String name, List<NodeDef> body, List<NodeDef.Ref> results) {
    Map<String, DataType> types = new LinkedHashMap<>();
    arguments.values().forEach(argument -> types.put(argument, DataType.INVALID));
    Map<String, FunctionDef.Result> named = new LinkedHashMap<>();
    for (NodeDef.Ref result : results) {
      named.put("result_" + named.size(), new FunctionDef.Result(DataType.INVALID, result));
    }
    return new FunctionDef(name, types, body, named, Tree.EMPTY_OBJECT);
  }

  /// Takes nodes out of a graph, and the control edges from them.
  static void remove(Set<String> gone, Map<String, NodeDef> nodes) {
    nodes.keySet().removeAll(gone);
    nodes.replaceAll((_, def) ->
        def.controls().stream().anyMatch(gone::contains)
            ? def.with(
                def.inputs(), def.controls().stream().filter(c -> !gone.contains(c)).toList())
            : def);
  }
}
