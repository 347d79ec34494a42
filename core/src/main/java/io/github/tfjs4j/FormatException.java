package io.github.tfjs4j;

/// A file that is not what its format promises. The message begins with the file's name and the
/// place in it.
public class FormatException extends ModelException {
  private static final long serialVersionUID = 1L;

  public FormatException(String message) {
    super(message);
  }

  public FormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
