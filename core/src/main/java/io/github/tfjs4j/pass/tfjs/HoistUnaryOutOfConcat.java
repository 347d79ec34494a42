package io.github.tfjs4j.pass.tfjs;

import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Cast;
import io.github.tfjs4j.op.ConcatV2;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The same function of all parts is one function of the whole:
///
///     ConcatV2(Tanh(a), Tanh(b), axis)  ->  Tanh(ConcatV2(a, b, axis))
///
/// Where nothing else reads the parts. After fusing, because an activation inside of its product
/// costs nothing.
public final class HoistUnaryOutOfConcat implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    int n = site.node().inputs().size() - 1;
    if (!(site.op() instanceof ConcatV2) || n < 2) {
      return Optional.empty();
    }
    Op function = site.input(0).op();
    boolean unary = function.elementwise() && site.input(0).node().inputs().size() == 1;
    if (!unary || function instanceof Cast) {
      return Optional.empty(); // casting the whole would join another type, and may swell it
    }
    List<Value> parts = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      Value part = site.input(i);
      boolean same =
          part.op().equals(function)
              && site.isUsedOnce(part.node())
              && part.node().input(0).dataType() == site.input(0).node().input(0).dataType();
      if (!same) {
        return Optional.empty();
      }
      parts.add(site.moved(part.node().input(0)));
    }
    parts.add(site.moved(site.input(n)));
    return Optional.of(site.tf().op(function, site.tf().op(new ConcatV2(), parts)));
  }
}
