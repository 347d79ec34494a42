package io.github.tfjs4j.tensor;

import io.github.tfjs4j.ShapeException;

/// What is known of a value before the model runs: its element type (a run-time type, see
/// [DataType#runtime], or `INVALID` where it is unknown) and its shape, of which parts may be
/// unknown.
public record TensorType(DataType type, Shape shape) {
  /// Nothing is known: the result of a foreign op.
  public static final TensorType UNKNOWN = new TensorType(DataType.INVALID, Shape.UNKNOWN);

  public static TensorType of(DataType type, int... dims) {
    return new TensorType(type, Shape.of(dims));
  }

  public boolean isKnown() {
    return type != DataType.INVALID;
  }

  public TensorType withShape(Shape other) {
    return new TensorType(type, other);
  }

  /// Bytes that the elements of a tensor of this type take on the heap, its shape being fully
  /// defined; [Long#MAX_VALUE] stands for anything that a long does not hold. Of strings the
  /// references are counted, of lists nothing.
  public long bytes() {
    int each =
        switch (type) {
          case STRING -> 8;
          case VARIANT -> 0;
          default -> Math.max(1, type.size());
        };
    long size = shape.longSize();
    return size > Long.MAX_VALUE / Math.max(1, each) ? Long.MAX_VALUE : size * each;
  }

  /// What holds of two values alike.
  ///
  /// @throws ShapeException where they are of different element types
  public TensorType common(TensorType other) {
    if (isKnown() && other.isKnown() && type != other.type) {
      throw new ShapeException("one is " + this + ", the other " + other);
    }
    return new TensorType(isKnown() ? type : other.type, shape.common(other.shape));
  }

  /// `float32[?, 3]`
  @Override
  public String toString() {
    return (isKnown() ? type.jsName() : "?") + shape;
  }
}
