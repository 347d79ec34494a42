package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import java.util.Optional;

/// A product of `x` with a filter, which is input 1: each element of the result, whose channels are
/// the last axis, is a sum of elements of `x` times elements of the filter. A scale of the channels
/// on either side can move into the filter, and a bias and an activation may be fused.
public interface ProductOp extends Op {
  /// Which input `x` is.
  default int operand() {
    return 0;
  }

  /// The axis of the filter that has the output channels, counted from the end.
  default int outputAxis() {
    return -1;
  }

  /// The axis of the filter that has the input channels, counted from the end.
  default int inputAxis() {
    return -2;
  }

  /// Whether the channels of `x` are its last axis.
  default boolean takesChannelsLast() {
    return true;
  }

  /// Whether each channel of `x` is multiplied by itself: results sum over none of them.
  default boolean isDepthwise() {
    return false;
  }

  /// Whether elements of one output channel sum different products: at a padded border, or because
  /// the filter is a batch of them.
  default boolean pads(Node node) {
    return false;
  }

  /// This product with what follows it in one op, if TF.js has that.
  default Optional<Op> fused(Fused fused) {
    return Optional.empty();
  }
}
