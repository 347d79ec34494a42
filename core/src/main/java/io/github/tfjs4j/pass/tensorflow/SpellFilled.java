package io.github.tfjs4j.pass.tensorflow;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Fill;
import io.github.tfjs4j.op.Filled;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import java.util.Optional;

/// Zeros and Ones, which TensorFlow has not:
///
///     Ones(dims)  ->  Fill(dims, 1)
public final class SpellFilled implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (!(site.op() instanceof Filled filled)) {
      return Optional.empty();
    }
    Tf tf = site.tf();
    Value number = tf.scalar(filled.f() == Filled.F.ONES ? 1 : 0);
    return Optional.of(
        tf.op(
            new Fill(), site.moved(site.input(0)), tf.cast(number, site.node().out().dataType())));
  }
}
