package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Identity;
import io.github.tfjs4j.op.StopGradient;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import java.util.Optional;

/// A node that hands on its input gives way to it, unless it names an output of the graph or orders others:
///
///     Relu(Identity(x))  ->  Relu(x)
public final class DropIdentity implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    boolean hands = site.op() instanceof Identity || site.op() instanceof StopGradient;
    return hands && !site.graph().isOutput(site.node()) && site.graph().controls(site.node()).isEmpty()
        ? Optional.of(site.moved(site.input(0)))
        : Optional.empty();
  }
}
