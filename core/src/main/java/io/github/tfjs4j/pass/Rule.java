package io.github.tfjs4j.pass;

import io.github.tfjs4j.graph.Value;
import java.util.List;
import java.util.Optional;

/// One rewrite, named by a verb phrase. It looks at a node of the graph as it is and, where its
/// pattern matches, builds what takes the place of that node's only result; it never changes
/// anything. Nodes that nothing reads any more vanish by themselves. A rule checks all that its
/// rewrite relies on: consumers, outputs, types, ranks.
@FunctionalInterface
public interface Rule {
  /// Called for nodes with one result.
  ///
  /// @return the replacement of the site's node, a value of the graph that is being built, or empty
  ///   to leave it alone
  Optional<Value> apply(Site site);

  /// Called for every node; a rule for nodes of several results overrides it.
  ///
  /// @return the replacements, one a result, or empty to leave the node alone
  default Optional<List<Value>> applyToAll(Site site) {
    return site.node().types().size() == 1 ? apply(site).map(List::of) : Optional.empty();
  }

  /// `FuseBiasIntoConv`
  default String name() {
    return getClass().getSimpleName();
  }
}
