package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.pass.AxisOrder;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import java.util.Optional;

/// A transpose in which only axes of length 1 move past others moves no element:
///
///     Transpose(x [?, 1, 1, 4], [0, 3, 1, 2])  ->  Reshape(x, [-1, 4, 1, 1])
public final class ReshapeInsteadOfTranspose implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    return AxisOrder.of(site.node())
        .filter(o -> o.movesNothing(site.input(0).shape()))
        .flatMap(o -> site.reshaped(site.moved(site.input(0)), o.applied(site.input(0).shape())));
  }
}
