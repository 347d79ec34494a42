package io.github.tfjs4j.pass.tensorflow;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Conv1D;
import io.github.tfjs4j.op.Padding;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.Window2D;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import java.util.List;
import java.util.Optional;

/// Conv1D, which TensorFlow has not:
///
///     Conv1D(x, w)  ->  Squeeze(Conv2D(ExpandDims(x, 1), ExpandDims(w, 0)), 1)
public final class SpellConv1D implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (!(site.op() instanceof Conv1D(int stride, Padding padding, int dilation))) {
      return Optional.empty();
    }
    Tf tf = site.tf();
    Value x = tf.expandDims(site.moved(site.input(0)), 1);
    Value filter = tf.expandDims(site.moved(site.input(1)), 0);
    Window2D window = new Window2D(1, stride, padding, List.of(), 1, dilation);
    return Optional.of(tf.squeeze(tf.conv2d(x, filter, window), 1));
  }
}
