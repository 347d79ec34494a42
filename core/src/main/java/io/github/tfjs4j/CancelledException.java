package io.github.tfjs4j;

/// A run that was stopped from outside: its thread was interrupted. The thread is still interrupted
/// afterwards.
public class CancelledException extends ModelException {
  private static final long serialVersionUID = 1L;

  public CancelledException(String message) {
    super(message);
  }
}
