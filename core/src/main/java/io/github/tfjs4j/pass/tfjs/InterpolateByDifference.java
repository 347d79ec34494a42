package io.github.tfjs4j.pass.tfjs;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import java.util.Optional;

/// What a gate mixes of two, with one product instead of two:
///
///     AddV2(Mul(z, a), Mul(Sub(1, z), b))  ->  AddV2(Mul(Sub(b, a), Sub(1, z)), a)
///
/// all of one shape, the products read by nothing else. `Sub(1, z)` may also be spelled
/// `AddV2(Neg(z), 1)`. In steps only: where `a` and `b` are large and nearly cancel, the difference
/// rounds more.
public final class InterpolateByDifference implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (!Gate.is(site.node(), Binary.F.ADD_V2) || !site.isFloat()) {
      return Optional.empty();
    }
    return mixed(site, site.input(0), site.input(1))
        .or(() -> mixed(site, site.input(1), site.input(0)));
  }

  private static Optional<Value> mixed(Site site, Value first, Value second) {
    if (!isProduct(site, first) || !isProduct(site, second)) {
      return Optional.empty();
    }
    Node p = first.node();
    Node q = second.node();
    for (int i = 0; i < 2; i++) {
      Value rest = q.input(i);
      Optional<Value> z = Gate.complemented(rest);
      for (int j = 0; j < 2 && z.isPresent(); j++) {
        Value a = p.input(1 - j);
        Value b = q.input(1 - i);
        if (p.input(j).equals(z.get()) && Gate.sameShape(a, b) && Gate.sameShape(a, rest)) {
          Value difference = site.tf().sub(site.moved(b), site.moved(a));
          return Optional.of(
              site.tf().add(site.tf().mul(difference, site.moved(rest)), site.moved(a)));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isProduct(Site site, Value v) {
    return Gate.is(v.node(), Binary.F.MUL) && site.isUsedOnce(v.node());
  }
}
