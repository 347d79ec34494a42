package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.StopGradient;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import java.util.Optional;

/// Where nothing is trained, what keeps gradients back does nothing:
///
///     Relu(StopGradient(x))  ->  Relu(x)
public final class DropStopGradient implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    return site.op() instanceof StopGradient
        ? Optional.of(site.moved(site.input(0)))
        : Optional.empty();
  }
}
