package io.github.tfjs4j;

/// A model that would take more than it may: time steps, nodes, bytes, rounds of its loops. The
/// message says which limit that is, how high it is, and what raises it.
public class LimitException extends ModelException {
  private static final long serialVersionUID = 1L;

  public LimitException(String message) {
    super(message);
  }
}
