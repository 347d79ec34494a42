package io.github.tfjs4j.formats.tensorflow;

import io.github.tfjs4j.format.graphdef.NodeDef.Ref;

/// What a name in a graph with functions stands for in the one graph that is made of it.
sealed interface Bound {
  /// A result of a node.
  record Data(Ref ref) implements Bound {}

  /// The handle of a variable.
  ///
  /// @param node what makes it
  /// @param sharedName by which TensorFlow shares it
  record Handle(String node, String sharedName) implements Bound {}
}
