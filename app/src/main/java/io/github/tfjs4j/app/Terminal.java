package io.github.tfjs4j.app;

import java.io.Console;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Optional;

/// Where a command prints.
///
/// @param out results
/// @param err messages and progress
/// @param interactive whether a person sees `err` as it is written
record Terminal(PrintStream out, PrintStream err, boolean interactive) {

  /// The process's own streams: interactive where they lead to a terminal that can move its cursor.
  static Terminal of(PrintStream out, PrintStream err) {
    return new Terminal(out, err, isThere() && !"dumb".equals(System.getenv("TERM")));
  }

  /// Whether the process was started in one, be it a dumb one.
  static boolean isThere() {
    return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
  }

  /// A terminal that prints no progress and no results if `quiet`; messages of failure still
  /// appear.
  Terminal quiet(boolean quiet) {
    return quiet
        ? new Terminal(new PrintStream(OutputStream.nullOutputStream()), err, false)
        : this;
  }
}
