package io.github.tfjs4j.pass.tensorflow;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.DataType;
import java.util.Optional;
import java.util.Set;

/// Functions of real numbers that TF.js computes of integers too, cutting off what is behind the
/// point; what is no number becomes 0.
///
///     Acos(i)  ->  Cast(SelectV2(IsFinite(Acos(Cast(i))), Acos(Cast(i)), 0))
public final class SpellIntegerFunction implements Rule {
  /// Those that give integers of integers.
  private static final Set<Unary.F> INTEGER =
      Set.of(
          Unary.F.ABS,
          Unary.F.NEG,
          Unary.F.RELU,
          Unary.F.RELU6,
          Unary.F.ROUND,
          Unary.F.SIGN,
          Unary.F.SQUARE);

  @Override
  public Optional<Value> apply(Site site) {
    if (!(site.op() instanceof Unary(Unary.F f))
        || site.node().out().dataType() != DataType.INT32
        || INTEGER.contains(f)) {
      return Optional.empty();
    }
    Tf tf = site.tf();
    Value y = tf.unary(f, tf.cast(site.moved(site.input(0)), DataType.FLOAT));
    Value number = tf.select(tf.unary(Unary.F.IS_FINITE, y), y, tf.scalar(0f));
    return Optional.of(tf.cast(number, DataType.INT32));
  }
}
