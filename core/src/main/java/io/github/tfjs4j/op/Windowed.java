package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Op;

/// A convolution of images, whatever the order of their axes.
interface Windowed extends Op {
  Window2D window();
}
