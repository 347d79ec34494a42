package io.github.tfjs4j.pass.tensorflow;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.LookupTableOp;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import java.util.Optional;

/// What TF.js finds in a table lies in one row, whatever the shape of the keys:
///
///     LookupTableFindV2(t, keys [2, 3], d)  ->  LookupTableFindV2(t, Reshape(keys, [-1]), d)
public final class SpellFind implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (!(site.op() instanceof LookupTableOp(LookupTableOp.F f))
        || f != LookupTableOp.F.FIND
        || (site.input(1).shape().hasRank() && site.input(1).shape().rank() == 1)) {
      return Optional.empty();
    }
    Tf tf = site.tf();
    Value keys = tf.reshape(site.moved(site.input(1)), -1);
    return Optional.of(
        tf.op(site.op(), site.moved(site.input(0)), keys, site.moved(site.input(2))));
  }
}
