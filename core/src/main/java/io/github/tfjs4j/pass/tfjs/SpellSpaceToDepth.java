package io.github.tfjs4j.pass.tfjs;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.SpaceToDepth;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.Shape;
import java.util.Optional;

/// SpaceToDepth, which TF.js has not, of images whose height, width and channels are known:
///
///     SpaceToDepth(x [?, 4, 6, 3]) {block_size=2}
///       -> Reshape(Transpose(Reshape(x, [-1, 2, 2, 3, 2, 3]), [0, 1, 3, 2, 4, 5]), [-1, 2, 3, 12])
public final class SpellSpaceToDepth implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (!(site.op() instanceof SpaceToDepth(int b))) {
      return Optional.empty();
    }
    Shape x = site.input(0).shape();
    if (!x.hasRank() || !x.sub(1, 4).isFullyDefined()) {
      return Optional.empty();
    }
    Shape blocks = Shape.of(x.dim(0), x.dim(1) / b, b, x.dim(2) / b, b, x.dim(3));
    return site.reshaped(site.moved(site.input(0)), blocks)
        .map(cut -> site.tf().transpose(cut, 0, 1, 3, 2, 4, 5))
        .flatMap(turned -> site.reshaped(turned, site.node().out().shape()));
  }
}
