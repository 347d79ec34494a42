package io.github.tfjs4j.pass;

import io.github.tfjs4j.graph.Graph;

/// A function from graph to graph.
public interface Pass {
  /// A verb phrase: `fold batch-norm into convolution`.
  String name();

  /// A new graph with the same signature that computes the same.
  Graph run(Graph graph);
}
