package io.github.tfjs4j.pass.tensorflow;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.OneHot;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import java.util.Optional;

/// TF.js puts the new axis last, whatever the attribute says:
///
///     OneHot(i, 3, 1, 0) {axis=0}  ->  OneHot(i, 3, 1, 0) {axis=-1}
public final class SpellOneHot implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    return site.op() instanceof OneHot(int axis) && axis != -1
        ? Optional.of(
            site.tf().op(new OneHot(-1), site.node().inputs().stream().map(site::moved).toList()))
        : Optional.empty();
  }
}
