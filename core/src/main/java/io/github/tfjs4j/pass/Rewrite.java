package io.github.tfjs4j.pass;

import io.github.tfjs4j.Budget;
import io.github.tfjs4j.graph.Copier;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.Value;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The rule driver: sweeps over the graph in order, at each node takes the first rule that applies,
/// builds the rest anew with the simplifying builder, and sweeps again until no rule applies. The
/// functions that ops hold, such as loop bodies, come first, each as a graph of its own. Rules need
/// not think of controls, see [Controls].
public final class Rewrite implements Pass {
  /// More sweeps than any chain of patterns needs, besides one for each node: rules that undo each
  /// other stop here, as an error.
  private static final int MOST_SWEEPS = 200;

  private final String name;
  private final List<Rule> rules;

  public Rewrite(String name, Rule... rules) {
    this.name = name;
    this.rules = List.of(rules);
  }

  @Override
  public String name() {
    return name;
  }

  public List<Rule> rules() {
    return rules;
  }

  @Override
  public Graph run(Graph graph) {
    return run(graph, new TreeMap<>());
  }

  /// @param applied counts how often each rule applied, by its name
  public Graph run(Graph graph, Map<String, Integer> applied) {
    Budget.Meter spent = graph.budget().meter();
    Map<Graph, Graph> functions = new IdentityHashMap<>();
    for (Graph function : graph.graphs().reversed()) {
      functions.put(function, runOne(function, functions, applied, spent));
    }
    return functions.get(graph);
  }

  /// @param functions what has become of those that the graph's nodes call
  private Graph runOne(
      Graph graph, Map<Graph, Graph> functions, Map<String, Integer> applied, Budget.Meter spent) {
    int most = MOST_SWEEPS + graph.nodes().size();
    graph = Controls.apart(graph);
    for (int sweep = 0; sweep < most; sweep++) {
      Map<String, Integer> fired = new TreeMap<>();
      graph = sweep(graph, functions, fired, spent);
      if (fired.isEmpty()) {
        return Controls.together(graph);
      }
      fired.forEach((rule, n) -> applied.merge(rule, n, Integer::sum));
    }
    throw new IllegalStateException(name + " does not come to rest: " + applied);
  }

  private Graph sweep(
      Graph graph, Map<Graph, Graph> functions, Map<String, Integer> fired, Budget.Meter spent) {
    GraphBuilder to = GraphBuilder.simplifying(graph.budget().meter());
    Copier copier = new Copier(graph, to);
    copier.copyAll(node -> {
      String nodeName = graph.name(node);
      to.from(graph.origins(node), nodeName);
      Optional<List<Value>> better = better(new Site(graph, node, copier, to, spent), fired);
      if (better.isPresent()) {
        List<Value> values = better.get();
        if (!node.controls().isEmpty()) {
          values = Controls.held(values, copier.controls(node), to);
        }
        if (values.size() == 1) {
          claimName(to, values.getFirst().node(), nodeName);
        }
        return values;
      }
      int before = to.made().size();
      List<Value> again = copier.again(node, calling(node.op(), functions));
      if (to.made().size() > before) {
        to.named(nodeName, again.getFirst());
      }
      return again;
    });
    return copier.build(List.of());
  }

  private Optional<List<Value>> better(Site site, Map<String, Integer> fired) {
    if (Controls.areOn(site.node())) {
      return Optional.empty();
    }
    for (Rule rule : rules) {
      Optional<List<Value>> better = rule.applyToAll(site);
      if (better.isPresent()) {
        requireSameTypes(rule, site, better.get());
        fired.merge(rule.name(), 1, Integer::sum);
        return better;
      }
    }
    return Optional.empty();
  }

  private static void requireSameTypes(Rule rule, Site site, List<Value> better) {
    for (int i = 0; i < site.node().types().size(); i++) {
      Value old = site.node().out(i);
      Value value = better.get(i);
      if (value.dataType() != old.dataType() || !value.shape().isCompatible(old.shape())) {
        throw new IllegalStateException(
            rule.name()
                + " replaced "
                + site.graph().describe(site.node())
                + " of type "
                + old.type()
                + " by "
                + value.op().name()
                + " of type "
                + value.type());
      }
    }
  }

  /// A replacement that has only a default name (its prefix is the old node's) is known by the old
  /// node's name.
  private static void claimName(GraphBuilder to, Node node, String name) {
    if (to.nameOf(node).filter(n -> !n.equals(name + "/" + node.op().name())).isEmpty()) {
      to.named(name, new Value(node, 0));
    }
  }

  /// `op` with the rewritten ones of its functions.
  private static Op calling(Op op, Map<Graph, Graph> functions) {
    if (op.functions().isEmpty()) {
      return op;
    }
    Map<String, Graph> rewritten = new LinkedHashMap<>();
    op.functions().forEach((name, f) -> rewritten.put(name, functions.getOrDefault(f, f)));
    return op.withFunctions(rewritten);
  }
}
