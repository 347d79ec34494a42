package io.github.tfjs4j.pass.tensorflow;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.op.NonMaxSuppression;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Suppression of boxes, padded by TF.js to no more boxes than there are:
///
///     NonMaxSuppressionV4(boxes [60, 4], scores, 500, ...)  ->  NonMaxSuppressionV4(boxes, scores, 60, ...)
public final class SpellSuppression implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    return Optional.empty();
  }

  @Override
  public Optional<List<Value>> applyToAll(Site site) {
    if (!(site.op() instanceof NonMaxSuppression(var _, boolean pad)) || !pad || isBounded(site)) {
      return Optional.empty();
    }
    Tf tf = site.tf();
    List<Value> inputs = new ArrayList<>(site.node().inputs().stream().map(site::moved).toList());
    inputs.set(2, tf.minimum(inputs.get(2), tf.dim(inputs.get(1), 0)));
    return Optional.of(tf.to().addNode(site.op(), inputs).results());
  }

  private static boolean isBounded(Site site) {
    Value most = site.input(2);
    boolean few =
        most.constantInts()
            .filter(n -> site.input(1).shape().isKnown(0) && n[0] <= site.input(1).shape().dim(0))
            .isPresent();
    return few || (most.op() instanceof Binary(Binary.F f) && f == Binary.F.MINIMUM);
  }
}
