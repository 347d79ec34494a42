package io.github.tfjs4j;

/// Shapes or element types that do not fit together.
public class ShapeException extends ModelException {
  private static final long serialVersionUID = 1L;

  public ShapeException(String message) {
    super(message);
  }

  public ShapeException(String message, Throwable cause) {
    super(message, cause);
  }
}
