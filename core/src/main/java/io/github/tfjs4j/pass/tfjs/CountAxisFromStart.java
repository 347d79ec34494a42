package io.github.tfjs4j.pass.tfjs;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Cumulative;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.Optional;

/// An axis that is counted from the end, where TF.js cannot do that:
///
///     Cumsum(x [?, 3, 4], -1)  ->  Cumsum(x, 2)
public final class CountAxisFromStart implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (!(site.op() instanceof Cumulative op) || !site.input(0).shape().hasRank()) {
      return Optional.empty();
    }
    Shape x = site.input(0).shape();
    return site.input(1)
        .constantInts()
        .filter(axis -> axis.length == 1 && axis[0] < 0)
        .map(axis ->
            site.tf()
                .op(
                    op,
                    site.moved(site.input(0)),
                    site.constant(Tensor.scalar(x.axis(axis[0])), site.input(1).node())));
  }
}
