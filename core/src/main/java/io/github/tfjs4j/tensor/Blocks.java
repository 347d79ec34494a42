package io.github.tfjs4j.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Elements of bytes of which a block at a time is in memory.
final class Blocks {
  private static final int ELEMENTS = 1 << 15;

  private Blocks() {}

  @FunctionalInterface
  interface Element {
    /// @param i the number of the element
    /// @param from the bytes, at this element; must be read
    void read(int i, ByteBuffer from);
  }

  static void each(Bytes bytes, int size, ByteOrder order, Element element) {
    int i = 0;
    for (long at = 0; at < bytes.size(); ) {
      long n = Math.min((long) ELEMENTS * size, bytes.size() - at);
      ByteBuffer block = ByteBuffer.wrap(bytes.slice(at, n).toArray()).order(order);
      while (block.remaining() >= size) {
        element.read(i++, block);
      }
      at += n;
    }
  }
}
