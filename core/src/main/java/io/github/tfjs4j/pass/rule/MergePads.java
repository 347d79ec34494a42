package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Pad;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.Tensor;
import java.util.Optional;

/// Two paddings with zeros in a row are one:
///
///     Pad(Pad(x, p), q)  ->  Pad(x, p + q)
public final class MergePads implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (!(site.op() instanceof Pad)) {
      return Optional.empty();
    }
    Optional<Node> inner = site.only(site.input(0), Pad.class);
    Optional<int[]> q = site.input(1).constantInts();
    Optional<int[]> p = inner.flatMap(n -> n.input(1).constantInts());
    if (p.isEmpty() || q.isEmpty() || p.get().length != q.get().length) {
      return Optional.empty();
    }
    int[] sum = new int[p.get().length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = p.get()[i] + q.get()[i];
    }
    Value paddings = site.tf().constant(Tensor.adopt(sum, sum.length / 2, 2));
    return Optional.of(site.tf().op(new Pad(), site.moved(inner.get().input(0)), paddings));
  }
}
