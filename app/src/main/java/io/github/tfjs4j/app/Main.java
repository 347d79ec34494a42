package io.github.tfjs4j.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Where all commands start. The launcher says in the system property `tfjs4j.command` which of
/// them was called.
public final class Main {
  public static void main(String[] args) {
    // Written in blocks: System.out flushes at every line. UTF-8 whatever the locale: names of
    // layers are.
    try (PrintStream out = stream(FileDescriptor.out);
        PrintStream err = stream(FileDescriptor.err)) {
      String command = System.getProperty("tfjs4j.command", Tfjs4j.NAME);
      int status = run(command, args, Terminal.of(out, err));
      out.flush();
      err.flush();
      if (status != 0) {
        System.exit(status);
      }
    }
  }

  /// Runs a command in process.
  ///
  /// @param command `tfjs4j`, `tensorflowjs_converter` or `tensorflowjs_wizard`
  /// @return the exit status
  public static int run(String command, String[] args, PrintStream out, PrintStream err) {
    return run(command, args, new Terminal(out, err, false));
  }

  private static int run(String command, String[] args, Terminal terminal) {
    // Each in a class of its own, so that only the called one is loaded.
    return switch (command) {
      case TensorflowjsConverter.NAME -> new TensorflowjsConverter().run(args, terminal);
      case TensorflowjsWizard.NAME -> new TensorflowjsWizard(System.in).run(args, terminal);
      default -> new Tfjs4j().run(args, terminal);
    };
  }

  private static PrintStream stream(FileDescriptor file) {
    return new PrintStream(new FileOutputStream(file), true, StandardCharsets.UTF_8);
  }

  private Main() {}
}
