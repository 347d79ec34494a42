package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Tensor;
import java.util.Optional;

/// Arithmetic of float32 with a constant is said with `Mul` and `AddV2` only, the constant second,
/// so that fewer patterns say the same:
///
///     Sub(x, c)      ->  AddV2(x, -c)
///     RealDiv(x, c)  ->  Mul(x, 1 / c)
///     Mul(c, x)      ->  Mul(x, c)
///     Mul(Neg(x), c) ->  Mul(x, -c)
///     AddV2(x, 0)    ->  x
///
/// The reciprocal is rounded, which may change the last bit of the quotient; TensorFlow's optimiser
/// does the same. `x + 0` turns -0.0 into 0.0, which nothing but a later division by it could tell.
public final class NormaliseArithmetic implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (!(site.op() instanceof Binary(Binary.F f)) || !site.isFloat()) {
      return Optional.empty();
    }
    Value a = site.input(0);
    Value b = site.input(1);
    if (a.dataType() != DataType.FLOAT || b.dataType() != DataType.FLOAT) {
      return Optional.empty();
    }
    boolean constant = b.constant().isPresent();
    if (a.constant().isPresent() == constant) {
      return Optional.empty();
    }
    return switch (f) {
      case SUB -> constant ? negated(site, a, b) : Optional.empty();
      case REAL_DIV, DIV_NO_NAN -> constant ? reciprocal(site, a, b) : Optional.empty();
      case ADD_V2 -> constant ? sum(site, f, a, b) : swapped(site, Binary.F.ADD_V2);
      case MUL -> constant ? negatedFactor(site, a, b) : swapped(site, f);
      case MAXIMUM, MINIMUM -> constant ? Optional.empty() : swapped(site, f);
      default -> Optional.empty();
    };
  }

  private static Optional<Value> swapped(Site site, Binary.F f) {
    return Optional.of(site.tf().binary(f, site.moved(site.input(1)), site.moved(site.input(0))));
  }

  private static Optional<Value> negated(Site site, Value x, Value c) {
    return Optional.of(site.tf().add(site.moved(x), negative(site, c)));
  }

  private static Optional<Value> negatedFactor(Site site, Value a, Value c) {
    return site.only(a, Unary.class)
        .filter(n -> n.op().equals(new Unary(Unary.F.NEG)))
        .map(n -> site.tf().mul(site.moved(n.input(0)), negative(site, c)));
  }

  private static Value negative(Site site, Value c) {
    float[] out = c.constant().orElseThrow().tensor().floats();
    for (int i = 0; i < out.length; i++) {
      out[i] = -out[i];
    }
    return site.constant(Tensor.adopt(out, c.shape()), c.node());
  }

  private static Optional<Value> reciprocal(Site site, Value x, Value c) {
    float[] from = c.constant().orElseThrow().tensor().rawFloats();
    float[] out = new float[from.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) (1.0 / from[i]);
      if (!Float.isFinite(out[i]) || Math.abs(out[i]) < Float.MIN_NORMAL) {
        return Optional.empty();
      }
    }
    Value constant = site.constant(Tensor.adopt(out, c.shape()), c.node());
    return Optional.of(site.tf().mul(site.moved(x), constant));
  }

  private static Optional<Value> sum(Site site, Binary.F f, Value x, Value c) {
    boolean zeros = c.shape().longSize() <= 1 << 16 && isZero(c.constant().orElseThrow().tensor());
    if (zeros && x.shape().hasRank() && x.shape().equals(site.node().out().shape())) {
      return Optional.of(site.moved(x));
    }
    return f == Binary.F.ADD_V2
        ? Optional.empty()
        : Optional.of(site.tf().add(site.moved(x), site.moved(c)));
  }

  private static boolean isZero(Tensor t) {
    for (float v : t.rawFloats()) {
      if (v != 0) {
        return false;
      }
    }
    return true;
  }
}
