package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.pass.Affine;
import io.github.tfjs4j.pass.Precision;
import io.github.tfjs4j.pass.Product;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.DataType;
import java.util.Arrays;
import java.util.Optional;

/// A constant factor in a product of two computed values goes last, where it can join what follows:
///
///     Mul(x, Mul(y, Const c))  ->  Mul(Mul(x, y), Const c)
///
/// As in `x * relu6(x + 3) / 6` before a convolution. float32, one factor a channel or one for all,
/// none that takes much of the range, see [io.github.tfjs4j.pass.Precision]; the inner product read
/// by nothing else; not where the factor can join the convolution or matrix product that made `y`.
public final class MoveFactorBehindProduct implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (!isProduct(site.node()) || !site.isFloat()) {
      return Optional.empty();
    }
    return moved(site, 0).or(() -> moved(site, 1));
  }

  private static Optional<Value> moved(Site site, int scaled) {
    Value other = site.input(1 - scaled);
    Node inner = site.input(scaled).node();
    boolean fits =
        other.constant().isEmpty()
            && other.dataType() == DataType.FLOAT
            && isProduct(inner)
            && site.isUsedOnce(inner)
            && inner.input(1).constant().isPresent()
            && Affine.of(inner)
                .filter(a -> Arrays.stream(a.scale()).allMatch(Precision::mayMove))
                .isPresent()
            && inner.out().shape().equals(site.node().out().shape())
            && Product.behind(site, inner.input(0)).isEmpty();
    if (!fits) {
      return Optional.empty();
    }
    Value product = site.tf().mul(site.moved(other), site.moved(inner.input(0)));
    return Optional.of(site.tf().mul(product, site.moved(inner.input(1))));
  }

  private static boolean isProduct(Node n) {
    return n.op() instanceof Binary(Binary.F f) && f == Binary.F.MUL;
  }
}
