package io.github.tfjs4j.exec;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Which nodes of a program run together in one kernel: those that join and that only one other
/// node reads, which joins too and is of the same shape.
final class Chains {
  /// More in one kernel, and its blocks no longer fit into the first cache.
  private static final int LONGEST = 12;

  private Chains() {}

  /// @param run nodes in order
  /// @param joins whether a node can run with others
  /// @param kept nodes whose results are read from outside
  /// @return the nodes of each kernel that computes several, by the last of them
  static Map<Node, List<Node>> of(List<Node> run, Predicate<Node> joins, Set<Node> kept) {
    Map<Node, Node> reader = new IdentityHashMap<>();
    Set<Node> several = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Node node : run) {
      for (Value in : node.inputs()) {
        Node other = reader.put(in.node(), node);
        if (other != null && other != node) {
          several.add(in.node());
        }
      }
    }
    Map<Node, List<Node>> chains = new IdentityHashMap<>();
    Map<Node, Node> last = new IdentityHashMap<>();
    for (Node node : run.reversed()) {
      if (!joins.test(node)) {
        continue;
      }
      Node next = several.contains(node) || kept.contains(node) ? null : reader.get(node);
      Node end = next == null ? null : last.get(next);
      boolean inOne =
          end != null
              && next.out().shape().equals(node.out().shape())
              && chains.get(end).size() < LONGEST;
      Node own = inOne ? end : node;
      last.put(node, own);
      chains.computeIfAbsent(own, _ -> new ArrayList<>()).addFirst(node);
    }
    chains.values().removeIf(nodes -> nodes.size() == 1);
    return chains;
  }

  /// What the nodes of a chain read of others, each once.
  static List<Value> inputs(List<Node> nodes) {
    Set<Value> inputs = new LinkedHashSet<>();
    nodes.forEach(node -> inputs.addAll(node.inputs()));
    inputs.removeIf(v -> nodes.contains(v.node()));
    return List.copyOf(inputs);
  }
}
