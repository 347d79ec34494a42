package io.github.tfjs4j.pass;

import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Stage;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What a graph is made for: the passes on the way there, and what it may hold then.
///
/// @param name as people call it
/// @param passes from a core graph whose weights are constants, in order
/// @param legal the ops that the target executes
public record Target(String name, List<Pass> passes, Stage legal) {
  public Target {
    passes = List.copyOf(passes);
  }

  public Pipeline pipeline() {
    return new Pipeline(passes);
  }

  /// The names of the ops that the target does not execute, of the graph and of the functions that
  /// its loops run.
  public Set<String> illegalOps(Graph graph) {
    Set<String> names = new TreeSet<>();
    for (Graph part : graph.graphs()) {
      for (Node node : part.nodes()) {
        if (!legal.legal().test(node.op())) {
          names.add(node.op().name());
        }
      }
    }
    return names;
  }
}
