package io.github.tfjs4j.app;

/// A program in itself, which tests can run in process.
interface Command {
  /// Runs to its end.
  ///
  /// @return the exit status, see [Exit]
  int run(String[] args, Terminal terminal);
}
