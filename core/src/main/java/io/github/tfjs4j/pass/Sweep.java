package io.github.tfjs4j.pass;

import io.github.tfjs4j.Budget;
import io.github.tfjs4j.graph.Copier;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Tf;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// One way through a graph from which another one comes. A graph that is simplified is looked at
/// before anything is built: its nodes stand for themselves until a rule builds something, and
/// those before that place are taken over. So a pass without work costs a look.
final class Sweep {
  private final Graph graph;
  private final Map<Graph, Graph> functions;
  private final Budget.Meter spent;
  private final GraphBuilder to;
  private final Copier copier;
  private final Tf tf;
  private boolean building;
  private int at;

  /// @param functions what has become of those that the graph's nodes call
  /// @param spent by all sweeps together
  Sweep(Graph graph, Map<Graph, Graph> functions, Budget.Meter spent) {
    this.graph = graph;
    this.functions = functions;
    this.spent = spent;
    this.to = GraphBuilder.simplifying(graph.budget().meter());
    this.copier = new Copier(graph, to);
    this.tf = new Tf(to);
    this.building = !graph.isSimplified();
  }

  /// @param better what takes the place of a node's results
  /// @return the graph itself where nothing does
  Graph run(Function<Site, Optional<List<Value>>> better) {
    for (at = 0; at < graph.nodes().size(); at++) {
      Node node = graph.nodes().get(at);
      if (building) {
        to.from(graph.origins(node), graph.name(node));
      }
      Optional<List<Value>> values =
          better.apply(new Site(graph, node, this::moved, this::tf, spent));
      if (values.isPresent()) {
        tf();
        copier.put(node, inPlace(node, values.get()));
      } else {
        keep(node);
      }
    }
    return building ? copier.build(List.of()) : graph;
  }

  private Value moved(Value old) {
    return building ? copier.copy(old) : old;
  }

  private Tf tf() {
    if (!building) {
      building = true;
      graph.nodes().subList(0, at).forEach(this::adopt);
      Node node = graph.nodes().get(at);
      to.from(graph.origins(node), graph.name(node));
    }
    return tf;
  }

  private List<Value> inPlace(Node node, List<Value> values) {
    List<Value> held =
        node.controls().isEmpty() ? values : Controls.held(values, copier.controls(node), to);
    if (held.size() == 1) {
      claimName(held.getFirst().node(), graph.name(node));
    }
    return held;
  }

  /// A replacement that has only a default name (its prefix is the old node's) is known by the old
  /// node's name.
  private void claimName(Node node, String name) {
    if (to.nameOf(node).filter(n -> !n.equals(name + "/" + node.op().name())).isEmpty()) {
      to.named(name, new Value(node, 0));
    }
  }

  private void keep(Node node) {
    boolean same = graph.isSimplified() && !isRewritten(node.op().functions());
    if (!building && same) {
      return;
    }
    tf();
    if (same
        && copier.inputs(node).equals(node.inputs())
        && copier.controls(node).equals(node.controls())) {
      adopt(node);
      return;
    }
    int before = to.made().size();
    List<Value> again = copier.again(node, calling(node.op()));
    if (to.made().size() > before) {
      to.named(graph.name(node), again.getFirst());
      copier.sameWords(node, again.getFirst().node());
    }
    copier.put(node, again);
  }

  private void adopt(Node node) {
    Node there = to.adopt(graph, node);
    copier.put(node, there.types().isEmpty() ? List.of(new Value(there, 0)) : there.results());
  }

  private boolean isRewritten(Map<String, Graph> called) {
    for (Graph function : called.values()) {
      if (!functions.getOrDefault(function, function).equals(function)) {
        return true;
      }
    }
    return false;
  }

  /// `op` with the rewritten ones of its functions.
  private Op calling(Op op) {
    if (!isRewritten(op.functions())) {
      return op;
    }
    Map<String, Graph> rewritten = new LinkedHashMap<>();
    op.functions().forEach((name, f) -> rewritten.put(name, functions.getOrDefault(f, f)));
    return op.withFunctions(rewritten);
  }
}
