package io.github.tfjs4j.pass;

import io.github.tfjs4j.graph.Graph;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// Passes that run one after another, with a record of what each did.
public record Pipeline(List<Pass> passes) {
  /// What one pass did.
  ///
  /// @param pass its name
  /// @param before how many nodes there were
  /// @param after how many nodes there are
  /// @param applied how often each of its rules applied, by the rule's name; empty for a pass that
  ///   is not made of rules
  /// @param millis how long it took
  public record PassRun(
      String pass, int before, int after, Map<String, Integer> applied, double millis) {
    /// `fuse: 120 -> 71 nodes in 3.1 ms, FuseIntoProduct 49`
    @Override
    public String toString() {
      StringBuilder s = new StringBuilder(pass);
      s.append(String.format(Locale.ROOT, ": %d -> %d nodes in %.1f ms", before, after, millis));
      applied.forEach((rule, n) -> s.append(", ").append(rule).append(' ').append(n));
      return s.toString();
    }
  }

  /// The last graph, and a step a pass.
  public record Run(Graph graph, List<PassRun> steps) {}

  public Pipeline {
    passes = List.copyOf(passes);
  }

  /// This pipeline with `first` before all others.
  public Pipeline after(Pass first) {
    List<Pass> all = new ArrayList<>(List.of(first));
    all.addAll(passes);
    return new Pipeline(all);
  }

  public Run run(Graph graph) {
    return run(graph, (_, _) -> {});
  }

  /// @param check called with every pass and the graph that it made, such as a verifier in tests
  public Run run(Graph graph, BiConsumer<Pass, Graph> check) {
    List<PassRun> steps = new ArrayList<>();
    for (Pass pass : passes) {
      Map<String, Integer> applied = new TreeMap<>();
      long start = System.nanoTime();
      Graph next = pass instanceof Rewrite rewrite ? rewrite.run(graph, applied) : pass.run(graph);
      double millis = (System.nanoTime() - start) / 1e6;
      steps.add(
          new PassRun(pass.name(), graph.nodes().size(), next.nodes().size(), applied, millis));
      check.accept(pass, next);
      graph = next;
    }
    return new Run(graph, steps);
  }
}
