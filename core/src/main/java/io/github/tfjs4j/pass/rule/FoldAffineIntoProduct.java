package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.BatchMatMulV2;
import io.github.tfjs4j.op.BiasAdd;
import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.op.MatMul;
import io.github.tfjs4j.pass.Affine;
import io.github.tfjs4j.pass.Product;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/// A batch normalisation, or a multiplication or addition of constants a channel, becomes part of
/// the convolution or matrix product before it.
///
///     FusedBatchNormV3(BiasAdd(Conv2D(x, w), b), gamma, beta, mean, var)
///       ->  BiasAdd(Conv2D(x, w * s), b * s + beta - mean * s),  s = gamma / sqrt(var + epsilon)
///
/// Reshapes between that keep the last axis move behind. The new bias is a vector next to the
/// product, where it fuses. However large the mean is, nothing is lost that the product has not
/// lost already, see [io.github.tfjs4j.pass.Precision].
public final class FoldAffineIntoProduct implements Rule {
  /// Beyond it readers of a matrix are not compared one by one.
  private static final int MOST_READERS = 100;

  @Override
  public Optional<Value> apply(Site site) {
    Optional<Affine> outer = Affine.of(site.node());
    if (outer.isEmpty() || isInner(site)) {
      return Optional.empty();
    }
    Optional<Affine> inner = Affine.chain(site, outer.get().x());
    Affine a = inner.map(i -> i.then(outer.get())).orElse(outer.get());
    return Product.behind(site, a.x())
        .filter(p -> a.fits(p.channels()) && (p.hasConstantFilter() || !widens(a, p)))
        .filter(p -> !a.scales() || (p.hasConstantFilter() && isScaledAlike(site, p)))
        .filter(p -> inner.isPresent() || !isSettled(site.node(), a, p))
        .flatMap(p -> fold(site, a, p, inner.isEmpty() && isAddition(site.node())));
  }

  /// Whether the new bias has more numbers than there are constants.
  private static boolean widens(Affine a, Product p) {
    return a.channels() != p.channels() && !p.hasBiasOfChannels();
  }

  /// Whether another one follows, which then takes this one along: a large filter is multiplied
  /// once.
  private static boolean isInner(Site site) {
    return site.isUsedOnce(site.node())
        && Affine.of(site.graph().users(site.node()).getFirst())
            .filter(a -> a.x().node() == site.node())
            .isPresent();
  }

  /// Whether all readers of a matrix are scaled as this one is, calls of one layer and its batch
  /// norm say; else the matrix would be stored twice. Filters of convolutions are small, and worth
  /// that.
  private static boolean isScaledAlike(Site site, Product p) {
    List<Node> readers = site.graph().users(p.filter().node());
    if (readers.size() > MOST_READERS || !isMatrixProduct(p.node())) {
      return true;
    }
    return readers.stream().allMatch(r -> r == p.node() || isFollowedAlike(site, p.node(), r));
  }

  private static boolean isMatrixProduct(Node node) {
    return node.op() instanceof MatMul || node.op() instanceof BatchMatMulV2;
  }

  /// Whether the same ops on the same constants stand behind `other` as between `node` and the
  /// site.
  private static boolean isFollowedAlike(Site site, Node node, Node other) {
    while (node != site.node()) {
      List<Node> next = site.graph().users(node);
      List<Node> beside = site.graph().users(other);
      if (next.size() != 1 || beside.size() != 1) {
        return false;
      }
      Node a = next.getFirst();
      Node b = beside.getFirst();
      if (!a.op().equals(b.op()) || a.inputs().size() != b.inputs().size()) {
        return false;
      }
      for (int i = 0; i < a.inputs().size(); i++) {
        boolean same = a.input(i).equals(b.input(i));
        if (!same && !(a.input(i).node() == node && b.input(i).node() == other)) {
          return false;
        }
      }
      node = a;
      other = b;
    }
    return true;
  }

  /// A bias that is a vector next to its product stays as it is: fusing takes it from there.
  private static boolean isSettled(Node node, Affine a, Product p) {
    return node.op() instanceof BiasAdd
        && !a.scales()
        && p.bias().isEmpty()
        && p.reshapes().isEmpty();
  }

  /// @param asIs whether the shift is the constant as it stands, so that its bytes can stay
  private static Optional<Value> fold(Site site, Affine a, Product p, boolean asIs) {
    Optional<Value> filter =
        a.scales()
            ? p.scaledOutput(a.scale()).map(w -> site.constant(w, p.filter().node()))
            : Optional.of(site.moved(p.filter()));
    return filter.flatMap(
        w -> bias(site, a, p, asIs).map(bias -> p.reshaped(site, p.rebuild(site, w, bias))));
  }

  /// The new bias if all of it is finite; none if there is nothing to add.
  private static Optional<Optional<Value>> bias(Site site, Affine a, Product p, boolean asIs) {
    if (!a.shifts() && p.bias().isEmpty()) {
      return Optional.of(Optional.empty());
    }
    Value constant = a.shiftConstant().or(p::bias).orElseThrow();
    if (asIs && p.bias().isEmpty()) {
      return Optional.of(Optional.of(Product.vector(site, constant, p.channels())));
    }
    double[] old = p.biasNumbers();
    float[] sum = new float[old.length];
    for (int c = 0; c < sum.length; c++) {
      int number = c % a.channels();
      sum[c] = (float) (old[c] * a.scale()[number] + a.shift()[number]);
      if (!Float.isFinite(sum[c])) {
        return Optional.empty();
      }
    }
    return Optional.of(Optional.of(site.constant(Tensor.adopt(sum, sum.length), constant.node())));
  }

  private static boolean isAddition(Node node) {
    return node.op() instanceof BiasAdd
        || (node.op() instanceof Binary(Binary.F f) && f == Binary.F.ADD_V2);
  }
}
