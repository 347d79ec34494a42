package io.github.tfjs4j.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Lines of a pipe, or of a terminal that cannot move its cursor.
final class PlainLines implements Lines {
  private final BufferedReader in;
  private final PrintStream out;
  private final boolean echoed;

  /// @param echoed whether a terminal shows what is typed
  PlainLines(InputStream in, PrintStream out, boolean echoed) {
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.out = out;
    this.echoed = echoed;
  }

  @Override
  public String read(String prompt, boolean isPath) {
    out.print(prompt);
    out.flush();
    try {
      String line = in.readLine();
      if (line == null) {
        out.println();
        throw new NoAnswerException(Exit.FAILED);
      }
      if (!echoed) {
        out.println(line);
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    // Standard input is the process's.
  }
}
