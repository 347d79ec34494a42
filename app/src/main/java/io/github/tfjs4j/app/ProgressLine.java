package io.github.tfjs4j.app;

import java.io.PrintStream;
import java.util.Locale;

/// One line that shows how far long work is, redrawn at most ten times a second and wiped at the
/// end. Work that is done in half a second shows nothing.
final class ProgressLine implements AutoCloseable {
  private static final long FIRST_AFTER_MS = 500;
  private static final long EVERY_MS = 100;
  private static final int BAR = 24;
  private static final String WIPE = "\r\u001b[K";

  private final PrintStream err;
  private final boolean visible;
  private long drawAt;
  private boolean drawn;

  ProgressLine(Terminal terminal) {
    this(terminal, FIRST_AFTER_MS);
  }

  /// @param afterMs how long the work must take before anything is shown
  ProgressLine(Terminal terminal, long afterMs) {
    this.err = terminal.err();
    this.visible = terminal.interactive();
    this.drawAt = System.currentTimeMillis() + afterMs;
  }

  /// @param step what is being done
  /// @param done how much of all the work is done, 0 to 1
  void at(String step, double done) {
    long now = System.currentTimeMillis();
    if (!visible || now < drawAt) {
      return;
    }
    drawAt = now + EVERY_MS;
    drawn = true;
    int filled = (int) Math.round(Math.clamp(done, 0, 1) * BAR);
    err.print(
        WIPE
            + String.format(
                Locale.ROOT,
                "[%s%s] %3.0f%% %s",
                "#".repeat(filled),
                ".".repeat(BAR - filled),
                100 * done,
                step.length() > 45 ? step.substring(0, 45) : step));
    err.flush();
  }

  @Override
  public void close() {
    if (drawn) {
      err.print(WIPE);
      err.flush();
    }
  }
}
