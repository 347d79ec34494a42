package io.github.tfjs4j.pass.tfjs;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.ClipByValue;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.pass.Precision;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import java.util.Optional;
import java.util.OptionalDouble;

/// A hard sigmoid behind a product runs inside of it:
///
///     ClipByValue(p, 0, c)  ->  Mul(Relu6(Mul(p, 6 / c)), c / 6)
///
/// The inner factor joins the weights, `Relu6` fuses, and in the step of a recurrence the outer
/// factor joins what follows. For vectors, since [FuseMultiplyAdd] is.
public final class SpellClipAsRelu6 implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (!(site.op() instanceof ClipByValue) || !site.isFloat() || !Gate.isVector(site.input(0))) {
      return Optional.empty();
    }
    OptionalDouble low = Gate.scalar(site.input(1), site.input(0));
    OptionalDouble high = Gate.scalar(site.input(2), site.input(0));
    if (!low.equals(OptionalDouble.of(0)) || high.isEmpty() || !(high.getAsDouble() > 0)) {
      return Optional.empty();
    }
    double c = high.getAsDouble();
    if (!Precision.mayMove(c)) {
      return Optional.empty();
    }
    Tf tf = site.tf();
    return Gate.foldsInto(site, site.input(0))
        .map(_ -> {
          Value p = tf.mul(site.moved(site.input(0)), tf.scalar((float) (6 / c)));
          return tf.mul(tf.unary(Unary.F.RELU6, p), tf.scalar((float) (c / 6)));
        });
  }
}
