package io.github.tfjs4j.tensor;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ShapeException;

/// A tensor as a file holds it: its bytes, and how they are encoded. A writer can put the same
/// bytes back. Not a value: two stored tensors are equal only if they are the same object.
public final class StoredTensor implements TensorSource {
  private final Shape shape;
  private final Encoding encoding;
  private final Bytes bytes;

  /// @param bytes exactly those of this tensor
  public StoredTensor(Shape shape, Encoding encoding, Bytes bytes) {
    this.shape = shape;
    this.encoding = encoding;
    this.bytes = bytes;
    int size = encoding.size();
    if (size > 0
        && (shape.longSize() > Long.MAX_VALUE / size || shape.longSize() * size != bytes.size())) {
      throw new FormatException(
          "shape "
              + shape
              + " of "
              + size
              + "-byte elements does not take the "
              + bytes.size()
              + " bytes that are there");
    }
  }

  @Override
  public DataType type() {
    return encoding.type();
  }

  @Override
  public Shape shape() {
    return shape;
  }

  public Encoding encoding() {
    return encoding;
  }

  public Bytes bytes() {
    return bytes;
  }

  @Override
  public TensorSource reshape(Shape other) {
    if (other.longSize() != shape.longSize()) {
      throw new ShapeException(
          "cannot reshape " + shape + " to " + other + ": the number of elements differs");
    }
    // The scales of an axis do not follow it.
    return encoding instanceof Affine a && a.isPerAxis()
        ? tensor().reshape(other)
        : new StoredTensor(other, encoding, bytes);
  }

  @Override
  public Tensor tensor() {
    return encoding.decode(bytes, shape);
  }
}
