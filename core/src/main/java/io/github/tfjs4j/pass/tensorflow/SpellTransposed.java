package io.github.tfjs4j.pass.tensorflow;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Conv2DBackpropInput;
import io.github.tfjs4j.op.Window2D;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import java.util.Optional;

/// A transposed convolution, of which TF.js ignores the dilations:
///
///     Conv2DBackpropInput(n, w, y) {dilations=[1, 2, 2, 1]}  ->  Conv2DBackpropInput(n, w, y)
public final class SpellTransposed implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (!(site.op() instanceof Conv2DBackpropInput(Window2D w))
        || (w.dilationH() == 1 && w.dilationW() == 1)) {
      return Optional.empty();
    }
    Window2D plain = new Window2D(w.strideH(), w.strideW(), w.padding(), w.explicit(), 1, 1);
    return Optional.of(
        site.tf()
            .op(
                new Conv2DBackpropInput(plain),
                site.node().inputs().stream().map(site::moved).toList()));
  }
}
