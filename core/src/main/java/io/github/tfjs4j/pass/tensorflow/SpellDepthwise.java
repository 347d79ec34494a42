package io.github.tfjs4j.pass.tensorflow;

import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Conv2D;
import io.github.tfjs4j.op.DepthwiseConv2dNative;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.op.TensorFlowOp;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.Window2D;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A depthwise convolution of a window that is dilated, or moves otherwise along the two axes, which
/// TensorFlow does not execute on a CPU, is a convolution of groups of one channel, which it does:
///
///     DepthwiseConv2dNative(x, w [3, 3, 8, 2])  ->  Conv2D(x, Reshape(w, [3, 3, 1, 16]))
public final class SpellDepthwise implements Rule {
  @Override
  public Optional<Value> apply(Site site) {
    if (!(site.op() instanceof DepthwiseConv2dNative(Window2D window)) || isExecuted(window)) {
      return Optional.empty();
    }
    Shape filter = site.input(1).shape();
    if (!filter.isFullyDefined()) {
      return Optional.empty();
    }
    Tf tf = site.tf();
    Value grouped =
        tf.reshape(
            site.moved(site.input(1)),
            filter.dim(0),
            filter.dim(1),
            1,
            filter.dim(2) * filter.dim(3));
    return Optional.of(tf.op(conv2D(window, site.node()), site.moved(site.input(0)), grouped));
  }

  /// In TensorFlow's words, because our own op takes filters of all channels alone.
  private static TensorFlowOp conv2D(Window2D window, Node depthwise) {
    Op op = new Conv2D(window);
    Map<String, AttrValue> attributes =
        new LinkedHashMap<>(Ops.ALL.definition(op).orElseThrow().attributes(op));
    attributes.put("T", new AttrValue.Type(depthwise.out().dataType()));
    return new TensorFlowOp(op.name(), attributes, depthwise.types(), false);
  }

  private static boolean isExecuted(Window2D window) {
    return window.strideH() == window.strideW()
        && window.dilationH() == 1
        && window.dilationW() == 1;
  }
}
