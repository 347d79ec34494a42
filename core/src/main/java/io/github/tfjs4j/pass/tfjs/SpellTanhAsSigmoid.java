package io.github.tfjs4j.pass.tfjs;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import java.util.Optional;

/// `tanh(p) = 2 sigmoid(2 p) - 1` runs inside of the product `p`, where TF.js fuses a sigmoid but no
/// tanh:
///
///     AddV2(Mul(Tanh(p), i), y)  ->  AddV2(Mul(AddV2(Mul(Sigmoid(Mul(p, 2)), 2), -1), i), y)
///
/// The inner factor joins the weights; the outer one and the summand [FuseMultiplyAdd] takes into
/// the node that multiplies and adds, so there is a node less. The absolute error stays that of
/// float32 at 1.
public final class SpellTanhAsSigmoid implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    boolean tanh = site.op() instanceof Unary(Unary.F f) && f == Unary.F.TANH;
    if (!tanh
        || !Gate.isVector(site.node().out())
        || !site.isUsedOnce(site.node())
        || Gate.foldsInto(site, site.input(0)).isEmpty()) {
      return Optional.empty();
    }
    Node mul = site.graph().users(site.node()).getFirst();
    boolean multiplies =
        Gate.is(mul, Binary.F.MUL)
            && Gate.sameShape(mul.input(0), mul.input(1))
            && site.isUsedOnce(mul);
    Node add = multiplies ? site.graph().users(mul).getFirst() : mul;
    if (!multiplies
        || !Gate.is(add, Binary.F.ADD_V2)
        || !Gate.sameShape(add.input(0), add.input(1))
        || isTanhProduct(add.input(add.input(0).node() == mul ? 1 : 0))) {
      return Optional.empty();
    }
    Tf tf = site.tf();
    Value s = tf.unary(Unary.F.SIGMOID, tf.mul(site.moved(site.input(0)), tf.scalar(2f)));
    return Optional.of(tf.add(tf.mul(s, tf.scalar(2f)), tf.scalar(-1f)));
  }

  /// Of two of the kind the addition takes one only.
  private static boolean isTanhProduct(Value v) {
    return Gate.is(v.node(), Binary.F.MUL)
        && v.node().inputs().stream()
            .anyMatch(in -> in.op() instanceof Unary(Unary.F f) && f == Unary.F.TANH);
  }
}
