package io.github.tfjs4j;

/// The root of everything that tfjs4j throws about a model: its message says what failed, where,
/// which values disagree, and what to do. Anything else that escapes is a bug of tfjs4j itself.
public class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ModelException(String message) {
    super(message);
  }

  public ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
