package io.github.tfjs4j.pass.tensorflow;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Bound;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import java.util.Optional;

/// Searches in rows that lie in more or fewer axes than two:
///
///     LowerBound(s [2, 3, 5], v [2, 3, 4])  ->  LowerBound(Reshape(s, [-1, 5]), Reshape(v, [-1, 4]))
public final class SpellBound implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (!(site.op() instanceof Bound)
        || !site.input(0).shape().hasRank()
        || site.input(0).shape().rank() == 2) {
      return Optional.empty();
    }
    Tf tf = site.tf();
    return Optional.of(
        tf.op(site.op(), rows(tf, site.moved(site.input(0))), rows(tf, site.moved(site.input(1)))));
  }

  private static Value rows(Tf tf, Value x) {
    return tf.reshape(x, tf.shapeVector(tf.scalar(-1), tf.dim(x, -1)));
  }
}
