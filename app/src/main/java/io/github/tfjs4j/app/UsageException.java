package io.github.tfjs4j.app;

/// A command line that says nothing we understand. The message says which argument and why.
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
