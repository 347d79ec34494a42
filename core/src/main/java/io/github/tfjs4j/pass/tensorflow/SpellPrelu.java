package io.github.tfjs4j.pass.tensorflow;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Compare;
import io.github.tfjs4j.op.Prelu;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import java.util.Optional;

/// Prelu, which TensorFlow has not:
///
///     Prelu(x, alpha)  ->  SelectV2(Less(x, 0), Mul(x, alpha), x)
public final class SpellPrelu implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (!(site.op() instanceof Prelu)) {
      return Optional.empty();
    }
    Tf tf = site.tf();
    Value x = tf.cast(site.moved(site.input(0)), site.node().out().dataType());
    Value isNegative = tf.compare(Compare.F.LESS, x, tf.scalar(0f));
    return Optional.of(tf.select(isNegative, tf.mul(x, site.moved(site.input(1))), x));
  }
}
