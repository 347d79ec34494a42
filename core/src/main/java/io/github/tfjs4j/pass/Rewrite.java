package io.github.tfjs4j.pass;

import io.github.tfjs4j.Budget;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Value;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The rule driver: sweeps over the graph in order, at each node takes the first rule that applies,
/// builds the rest anew with the simplifying builder, and sweeps again until no rule applies. A
/// graph that is simplified and that no rule applies to is given back itself. The functions that
/// ops hold, such as loop bodies, come first, each as a graph of its own. Rules need not think of
/// controls, see [Controls].
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
      graph = new Sweep(graph, functions, spent).run(site -> better(site, fired));
      if (fired.isEmpty()) {
        return Controls.together(graph);
      }
      fired.forEach((rule, n) -> applied.merge(rule, n, Integer::sum));
    }
    throw new IllegalStateException(name + " does not come to rest: " + applied);
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
}
