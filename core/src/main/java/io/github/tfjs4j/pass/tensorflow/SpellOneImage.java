package io.github.tfjs4j.pass.tensorflow;

import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.LRN;
import io.github.tfjs4j.op.ResizeBilinear;
import io.github.tfjs4j.op.ResizeNearestNeighbor;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One image without an axis for the batch, which TF.js takes too:
///
///     LRN(x [8, 8, 3])  ->  Squeeze(LRN(ExpandDims(x, 0)), 0)
public final class SpellOneImage implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (!takesImages(site.op())
        || !site.input(0).shape().hasRank()
        || site.input(0).shape().rank() != 3) {
      return Optional.empty();
    }
    Tf tf = site.tf();
    List<Value> inputs = new ArrayList<>(site.node().inputs().stream().map(site::moved).toList());
    inputs.set(0, tf.expandDims(inputs.getFirst(), 0));
    return Optional.of(tf.squeeze(tf.op(site.op(), inputs), 0));
  }

  private static boolean takesImages(Op op) {
    return op instanceof LRN || op instanceof ResizeBilinear || op instanceof ResizeNearestNeighbor;
  }
}
