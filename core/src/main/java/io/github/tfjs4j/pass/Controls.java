package io.github.tfjs4j.pass;

import io.github.tfjs4j.graph.Copier;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Identity;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/// The order of execution, out of the way of rules. While rules are at work, controls stand on
/// nodes through which no rule looks:
///
///     Relu(x, ^table)  ->  Identity(Relu(x), ^table)
///
/// so that no rule needs to think of them and none is lost. A control orders something only if an
/// effect stands behind it; others, which TensorFlow's own folding of constants leaves everywhere,
/// are dropped.
final class Controls {
  private static final Identity IDENTITY = new Identity();

  private Controls() {}

  private static boolean none(Graph graph) {
    for (Node node : graph.nodes()) {
      if (!node.controls().isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /// Whether the node does nothing but hold controls and hand on a value.
  static boolean areOn(Node node) {
    return node.op() instanceof Identity && !node.controls().isEmpty();
  }

  /// `values`, each after `controls`.
  static List<Value> held(List<Value> values, List<Node> controls, GraphBuilder to) {
    return values.stream().map(v -> to.addNode(IDENTITY, List.of(v), controls).out()).toList();
  }

  /// The graph as rules want it.
  static Graph apart(Graph graph) {
    if (none(graph)) {
      return graph;
    }
    Set<Node> effects = behindEffects(graph);
    GraphBuilder to = GraphBuilder.verbatim(graph.budget().meter());
    Copier copier = new Copier(graph, to);
    copier.copyAll(node -> {
      String name = graph.name(node);
      to.from(graph.origins(node), name);
      List<Node> after = copier.nodes(node.controls().stream().filter(effects::contains).toList());
      boolean hold =
          !after.isEmpty() && node.op().pure() && !areOn(node) && !node.types().isEmpty();
      Node copy = to.addNode(node.op(), copier.inputs(node), hold ? List.of() : after);
      List<Value> results = copy.types().isEmpty() ? List.of(new Value(copy, 0)) : copy.results();
      List<Value> values = hold ? held(results, after, to) : results;
      to.named(name, values.getFirst());
      copier.sameWords(node, copy);
      return values;
    });
    return copier.build(List.of());
  }

  /// The nodes with an effect and those behind one.
  private static Set<Node> behindEffects(Graph graph) {
    Set<Node> behind = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Node node : graph.nodes()) {
      if (node.op().effect()
          || node.controls().stream().anyMatch(behind::contains)
          || node.inputs().stream().anyMatch(v -> behind.contains(v.node()))) {
        behind.add(node);
      }
    }
    return behind;
  }

  /// The graph with controls where they were: on the node itself, where nothing else reads it.
  static Graph together(Graph graph) {
    if (none(graph)) {
      return graph;
    }
    GraphBuilder to = GraphBuilder.verbatim(graph.budget().meter());
    Copier copier = new Copier(graph, to);
    copier.copyAll(node -> {
      Node held = areOn(node) ? node.input(0).node() : node;
      boolean joins = held != node && isHeldAlone(graph, held);
      if (!joins) {
        return copier.asItIs(node, node.op());
      }
      to.from(graph.origins(held), "");
      Node both = to.addNode(held.op(), copier.inputs(held), copier.controls(node));
      to.named(graph.name(node), both.out());
      copier.sameWords(held, both);
      return both.results();
    });
    return copier.build(List.of());
  }

  private static boolean isHeldAlone(Graph graph, Node node) {
    return node.types().size() == 1
        && node.op().pure()
        && node.controls().isEmpty()
        && graph.users(node).size() == 1
        && graph.followers(node).isEmpty()
        && !graph.isOutput(node)
        && graph.inputs().values().stream().noneMatch(v -> v.node() == node);
  }
}
