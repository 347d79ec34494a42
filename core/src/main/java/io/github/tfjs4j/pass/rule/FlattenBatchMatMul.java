package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.BatchMatMulV2;
import io.github.tfjs4j.op.MatMul;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.Shape;
import java.util.Optional;

/// A product of a batch of matrices with one matrix is one product of a higher matrix, to which
/// bias and activation fuse:
///
///     BatchMatMulV2(x [N, T, K], w [K, M])
///       -> Reshape(MatMul(Reshape(x, [-1, K]), w), [-1, T, M])
///
/// Only where at most one leading length of the result is unknown: a constant shape has one -1.
public final class FlattenBatchMatMul implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (!(site.op() instanceof BatchMatMulV2 m) || m.adjX()) {
      return Optional.empty();
    }
    Shape x = site.input(0).shape();
    Shape w = site.input(1).shape();
    Shape out = site.node().out().shape();
    boolean fits =
        x.hasRank()
            && w.hasRank()
            && out.hasRank()
            && x.rank() > 2
            && w.rank() == 2
            && x.isKnown(-1)
            && out.unknownDims() <= 1;
    if (!fits) {
      return Optional.empty();
    }
    return site.reshaped(site.moved(site.input(0)), Shape.of(Shape.UNKNOWN_DIM, x.dim(-1)))
        .map(flat -> site.tf().op(new MatMul(false, m.adjY()), flat, site.moved(site.input(1))))
        .flatMap(y -> site.reshaped(y, out));
  }
}
