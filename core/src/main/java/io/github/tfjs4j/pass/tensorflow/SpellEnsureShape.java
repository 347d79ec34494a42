package io.github.tfjs4j.pass.tensorflow;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.EnsureShape;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.Shape;
import java.util.Optional;

/// A shape that TF.js reads from an input is an attribute in TensorFlow, as far as it is known:
///
///     EnsureShape(x, [2, 3])  ->  EnsureShape(x) {shape=[2, 3]}
public final class SpellEnsureShape implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (!(site.op() instanceof EnsureShape(Shape shape)) || site.node().inputs().size() == 1) {
      return Optional.empty();
    }
    Shape both = shape.merge(site.input(1).elements());
    return Optional.of(site.tf().op(new EnsureShape(both), site.moved(site.input(0))));
  }
}
