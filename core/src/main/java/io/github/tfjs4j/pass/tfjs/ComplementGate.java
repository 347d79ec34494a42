package io.github.tfjs4j.pass.tfjs;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import java.util.Optional;
import java.util.OptionalDouble;

/// One less a gate is a gate of other weights:
///
///     Sub(1, Sigmoid(p))             ->  Sigmoid(Mul(p, -1))
///     Sub(1, Mul(Relu6(p), 1 / 6))   ->  Mul(Relu6(AddV2(Mul(p, -1), 6)), 1 / 6)
///
/// where `p` is a product with constant weights, which factor and summand then join; the gate is
/// read by nothing else.
public final class ComplementGate implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    Optional<Value> gate =
        Gate.complemented(site.node().out(0)).filter(g -> site.isUsedOnce(g.node()));
    // A spelling with Neg has one more node on the way, whose only reader this one must be.
    boolean only =
        site.node().inputs().stream()
            .allMatch(v -> v.constant().isPresent() || site.isUsedOnce(v.node()));
    if (gate.isEmpty() || !only) {
      return Optional.empty();
    }
    Node g = gate.get().node();
    if (g.op() instanceof Unary(Unary.F f) && f == Unary.F.SIGMOID) {
      return Gate.foldsInto(site, g.input(0))
          .map(_ -> site.tf().unary(f, negated(site.tf(), site.moved(g.input(0)))));
    }
    if (!Gate.is(g, Binary.F.MUL)) {
      return Optional.empty();
    }
    Node relu = g.input(0).node();
    OptionalDouble sixth = Gate.scalar(g.input(1), g.input(0));
    boolean hard =
        relu.op() instanceof Unary(Unary.F f)
            && f == Unary.F.RELU6
            && site.isUsedOnce(relu)
            && sixth.isPresent()
            && (float) sixth.getAsDouble() == 1 / 6f;
    return hard
        ? Gate.foldsInto(site, relu.input(0)).map(_ -> hard(site, relu, g))
        : Optional.empty();
  }

  private static Value hard(Site site, Node relu, Node gate) {
    Tf tf = site.tf();
    Value p = tf.add(negated(tf, site.moved(relu.input(0))), tf.scalar(6f));
    return tf.mul(tf.unary(Unary.F.RELU6, p), site.moved(gate.input(1)));
  }

  private static Value negated(Tf tf, Value x) {
    return tf.mul(x, tf.scalar(-1f));
  }
}
