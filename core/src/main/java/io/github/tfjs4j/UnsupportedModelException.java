package io.github.tfjs4j;

/// A well-formed model that holds something tfjs4j cannot convert or run; the message names all of
/// it at once.
public class UnsupportedModelException extends ModelException {
  private static final long serialVersionUID = 1L;

  public UnsupportedModelException(String message) {
    super(message);
  }
}
