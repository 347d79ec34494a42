package io.github.tfjs4j.pass.tensorflow;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.op.Compare;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.DataType;
import java.util.Optional;

/// Quotients of integers, which TF.js rounds down, where TensorFlow cuts off what is behind the
/// point or has no such quotient:
///
///     RealDiv(a, b)  ->  FloorDiv(a, b)
///     DivNoNan(a, b)  ->  SelectV2(Equal(b, 0), 0, FloorDiv(a, SelectV2(Equal(b, 0), 1, b)))
public final class SpellIntegerQuotient implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (!(site.op() instanceof Binary(Binary.F f))
        || site.node().out().dataType() != DataType.INT32
        || site.node().inputs().stream().anyMatch(v -> v.dataType() != DataType.INT32)) {
      return Optional.empty();
    }
    return switch (f) {
      case REAL_DIV -> Optional.of(quotient(site, site.moved(site.input(1))));
      case DIV_NO_NAN -> Optional.of(zeroByZero(site));
      default -> Optional.empty();
    };
  }

  private static Value quotient(Site site, Value divisor) {
    return site.tf().binary(Binary.F.FLOOR_DIV, site.moved(site.input(0)), divisor);
  }

  private static Value zeroByZero(Site site) {
    Tf tf = site.tf();
    Value divisor = site.moved(site.input(1));
    Value isZero = tf.compare(Compare.F.EQUAL, divisor, tf.scalar(0));
    Value quotient = quotient(site, tf.select(isZero, tf.scalar(1), divisor));
    return tf.select(isZero, tf.scalar(0), quotient);
  }
}
