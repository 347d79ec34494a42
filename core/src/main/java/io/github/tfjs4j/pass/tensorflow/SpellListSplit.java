package io.github.tfjs4j.pass.tensorflow;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.TensorListOp;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import java.util.Optional;

/// A list of pieces of a tensor: TF.js takes the shape of its elements without their first axis, and
/// TensorFlow with it.
///
///     TensorListSplit(x, [2], lengths)  ->  TensorListSplit(x, -1, lengths)
public final class SpellListSplit implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (!(site.op() instanceof TensorListOp(TensorListOp.F f, var _))
        || f != TensorListOp.F.SPLIT
        || site.input(1).shape().rank() == 0) {
      return Optional.empty();
    }
    Tf tf = site.tf();
    return Optional.of(
        tf.op(site.op(), site.moved(site.input(0)), tf.scalar(-1), site.moved(site.input(2))));
  }
}
