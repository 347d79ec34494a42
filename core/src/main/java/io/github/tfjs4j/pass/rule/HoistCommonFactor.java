package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.SameShape;
import io.github.tfjs4j.pass.Site;
import java.util.Optional;

/// A factor that two summands share multiplies once:
///
///     AddV2(Mul(a, x), Mul(b, x))  ->  Mul(AddV2(a, b), x)
///
/// float32, the products read by nothing else, `a` and `b` surely of the same shape. Rounds in
/// another order.
public final class HoistCommonFactor implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    boolean adds =
        site.op() instanceof Binary(Binary.F f) && (f == Binary.F.ADD_V2 || f == Binary.F.SUB);
    if (!adds
        || !site.isFloat()
        || !isProduct(site, site.input(0))
        || !isProduct(site, site.input(1))) {
      return Optional.empty();
    }
    Node p = site.input(0).node();
    Node q = site.input(1).node();
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        Value a = p.input(1 - i);
        Value b = q.input(1 - j);
        if (p.input(i).equals(q.input(j)) && new SameShape().surely(a, b)) {
          Value sum = site.tf().op(site.op(), site.moved(a), site.moved(b));
          return Optional.of(site.tf().mul(sum, site.moved(p.input(i))));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isProduct(Site site, Value v) {
    return v.op() instanceof Binary(Binary.F f) && f == Binary.F.MUL && site.isUsedOnce(v.node());
  }
}
