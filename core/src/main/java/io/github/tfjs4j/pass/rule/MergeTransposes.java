package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.pass.AxisOrder;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import java.util.Optional;

/// Orders of axes that come to nothing vanish:
///
///     Transpose(x, identity)         ->  x
///     Transpose(Transpose(x, p), q)  ->  Transpose(x, p then q)
///     Transpose(x, p)                ->  Reshape(x), where only axes of length 1 move
public final class MergeTransposes implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    Optional<AxisOrder> order = AxisOrder.of(site.node());
    if (order.isEmpty()) {
      return Optional.empty();
    }
    Value x = site.input(0);
    if (order.get().isIdentity()) {
      return Optional.of(site.moved(x));
    }
    Optional<AxisOrder> inner = AxisOrder.of(x.node());
    if (inner.isPresent()) {
      return Optional.of(inner.get().then(order.get()).transpose(site, site.moved(x.node().input(0))));
    }
    return order
        .filter(o -> o.movesNothing(x.shape()))
        .flatMap(o -> site.reshaped(site.moved(x), o.applied(x.shape())));
  }
}
