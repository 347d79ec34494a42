package io.github.tfjs4j.format.graphdef;

import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/// The names that nodes get in a file: the graph's, made to fit TensorFlow's rule
/// `[A-Za-z0-9.][A-Za-z0-9_.\/>-]*`, unique, and none that TF.js would stumble over.
final class NodeNames {
  /// What every JavaScript object already has. TF.js keeps tensors in plain objects, and takes a
  /// node so named for one whose value is there.
  private static final Set<String> INHERITED =
      Set.of(
          "constructor",
          "toString",
          "toLocaleString",
          "valueOf",
          "hasOwnProperty",
          "isPrototypeOf",
          "propertyIsEnumerable");

  private final FreshNames taken;
  private final Map<Node, String> names = new IdentityHashMap<>();

  /// @param reserved names that no node may have
  NodeNames(Graph graph, Collection<String> reserved) {
    taken = new FreshNames(reserved);
    INHERITED.forEach(taken::take);
    // Names that fit come first: they stay, whatever others become. Before all, those of inputs,
    // which callers use.
    graph.inputs().values().forEach(v -> keep(graph, v.node()));
    graph.nodes().forEach(n -> keep(graph, n));
    graph.nodes().forEach(n -> names.computeIfAbsent(n, _ -> fresh(fitting(graph.name(n)))));
  }

  private NodeNames(Graph function, String name, FreshNames taken) {
    this.taken = taken;
    function.inputs().values().forEach(v -> keep(function, v.node()));
    for (Node node : function.nodes()) {
      if (node.op().constant().isPresent()) {
        names.put(node, fresh(name + "/" + fitting(function.name(node))));
      } else {
        keep(function, node);
      }
    }
    function.nodes().forEach(n -> names.computeIfAbsent(n, _ -> fresh(fitting(function.name(n)))));
  }

  /// The names of a function's nodes, none of which is another's in the file. Constants are called
  /// `function/constant`.
  NodeNames inFunction(Graph function, String name) {
    return new NodeNames(function, name, taken);
  }

  private void keep(Graph graph, Node node) {
    String name = graph.name(node);
    if (!names.containsKey(node) && fits(name) && taken.take(name)) {
      names.put(node, name);
    }
  }

  String of(Node node) {
    return names.get(node);
  }

  NodeDef.Ref of(Value value) {
    return NodeDef.Ref.of(of(value.node()), value.index());
  }

  /// `wanted`, or with `_1`, `_2`, ... behind it where a node has that name.
  String fresh(String wanted) {
    return taken.fresh(wanted);
  }

  private static boolean fits(String name) {
    return name.equals(fitting(name));
  }

  private static String fitting(String name) {
    StringBuilder out = new StringBuilder(name.length() + 1);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean first = isLetterOrDigit(c) || c == '.';
      if (i == 0 && !first) {
        out.append("node");
      }
      out.append(first || "_\\/>-".indexOf(c) >= 0 ? c : '_');
    }
    return out.isEmpty() ? "node" : out.toString();
  }

  private static boolean isLetterOrDigit(char c) {
    return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || ('0' <= c && c <= '9');
  }
}
