package io.github.tfjs4j.pass.tfjs;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.ReverseV2;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import java.util.List;
import java.util.Optional;

/// A sequence of steps turned round is stacked in the other order:
///
///     ReverseV2(Pack(a, b, c) {axis=1}, [1])  ->  Pack(c, b, a) {axis=1}
///
/// and the same for vectors that are stacked by `Reshape(ConcatV2(a, b, c))`.
public final class ReverseSteps implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (!(site.op() instanceof ReverseV2)
        || !TimeSlices.reversesTime(site.node().out())
        || !site.isUsedOnce(site.input(0).node())) {
      return Optional.empty();
    }
    return TimeSlices.stacked(site.input(0))
        .filter(steps -> steps.size() > 1)
        .map(steps -> {
          List<Value> moved = steps.reversed().stream().map(site::moved).toList();
          return TimeSlices.stack(site.tf(), moved);
        });
  }
}
