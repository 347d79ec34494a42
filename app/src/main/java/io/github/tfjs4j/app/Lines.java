package io.github.tfjs4j.app;

import java.io.IOException;
import java.io.InputStream;

/// Where the answers of a person, or of a script, come from: a line each.
interface Lines extends AutoCloseable {
  /// @param prompt what stands before the answer
  /// @param isPath whether the answer is a file or folder
  /// @throws NoAnswerException where there is none
  String read(String prompt, boolean isPath);

  @Override
  void close();

  /// Whoever was asked gave no answer.
  final class NoAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// As shells have it for a program that Ctrl-C ended.
    static final int INTERRUPTED = 130;

    private final int status;

    /// @param status the exit status that this comes to
    NoAnswerException(int status) {
      super("no answer", null, false, false);
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  /// With editing and completion where the terminal can do that, and plain where it cannot or there
  /// is none.
  ///
  /// @param in the process's standard input, or answers
  @SuppressWarnings("ReferenceEquality") // the one stream of the process
  static Lines of(InputStream in, Terminal terminal) throws IOException {
    return terminal.interactive() && in == System.in
        ? EditedLines.open()
        : new PlainLines(in, terminal.out(), in == System.in && Terminal.isThere());
  }
}
