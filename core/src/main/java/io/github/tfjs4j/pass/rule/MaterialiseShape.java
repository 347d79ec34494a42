package io.github.tfjs4j.pass.rule;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Const;
import io.github.tfjs4j.op.Placeholder;
import io.github.tfjs4j.op.Reshape;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.Optional;

/// Shapes that are known become constants:
///
///     StridedSlice(Shape(x [?, 8, 3]), 1)            ->  Const 8
///     Reshape(x, Pack(StridedSlice(Shape(x), 0), 4)) ->  Reshape(x, Const [-1, 4])
///
/// The second for a result with at most one unknown length.
public final class MaterialiseShape implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (site.op() instanceof Reshape) {
      return reshape(site);
    }
    Value v = site.node().out();
    boolean vector =
        v.dataType() == DataType.INT32 && v.shape().isFullyDefined() && v.shape().rank() <= 1;
    if (!vector
        || site.op() instanceof Const
        || site.op() instanceof Placeholder
        || site.node().inputs().isEmpty()) {
      return Optional.empty();
    }
    Shape known = v.elements();
    return known.isFullyDefined() && known.rank() == v.shape().longSize()
        ? Optional.of(site.tf().constant(Tensor.adopt(known.dims(), v.shape())))
        : Optional.empty();
  }

  private static Optional<Value> reshape(Site site) {
    boolean constant = site.input(1).constant().isPresent();
    return constant
        ? Optional.empty()
        : site.reshaped(site.moved(site.input(0)), site.node().out().shape());
  }
}
