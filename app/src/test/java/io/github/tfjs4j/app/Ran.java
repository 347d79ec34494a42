package io.github.tfjs4j.app;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// A command that ran in process.
record Ran(int status, String out, String err) {
  static Ran converter(String... args) {
    return command(TensorflowjsConverter.NAME, args);
  }

  static Ran tfjs4j(String... args) {
    return command(Tfjs4j.NAME, args);
  }

  private static Ran command(String name, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        Main.run(
            name,
            args,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Ran(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
