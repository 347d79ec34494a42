package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Node;

/// A product whose filter moves over the height and width of `x [N, H, W, C]`.
public interface WindowProduct extends ProductOp {
  Window2D window();

  /// The same product under another window.
  WindowProduct withWindow(Window2D window);

  @Override
  default boolean pads(Node node) {
    return window().padding() != Padding.VALID;
  }
}
