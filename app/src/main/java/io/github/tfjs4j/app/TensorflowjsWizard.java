package io.github.tfjs4j.app;

import io.github.tfjs4j.app.Lines.NoAnswerException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// The command `tensorflowjs_wizard`: asks what a conversion needs, shows the command line of
/// `tensorflowjs_converter` that it comes to, and runs that.
final class TensorflowjsWizard implements Command {
  static final String NAME = "tensorflowjs_wizard";

  static final String DRY_RUN = "--dryrun";

  private static final String USAGE = "Usage: " + NAME + " [" + DRY_RUN + "]";

  private final InputStream in;

  /// @param in where answers come from
  TensorflowjsWizard(InputStream in) {
    this.in = in;
  }

  @Override
  public int run(String[] args, Terminal terminal) {
    List<String> given = List.of(args);
    if (given.equals(List.of("--help")) || given.equals(List.of("-h"))) {
      terminal.out().println(USAGE);
      terminal
          .out()
          .println(
              "Asks for all that a conversion needs, and converts; --dryrun shows the command.");
      return Exit.OK;
    }
    boolean dryRun = given.equals(List.of(DRY_RUN));
    if (!dryRun && !given.isEmpty()) {
      terminal.err().println(USAGE);
      return Exit.FAILED;
    }
    try {
      return convert(dryRun, terminal);
    } catch (NoAnswerException e) {
      sayGoodbye(terminal.err());
      return e.status();
    } catch (Throwable e) {
      return new Exit(false, Exit.FAILED).report(e, terminal.err());
    }
  }

  private int convert(boolean dryRun, Terminal terminal) throws IOException {
    WizardAnswers answers = ask(terminal);
    terminal.out().println("converter command generated:");
    terminal.out().println(commandLine(answers.arguments()));
    terminal.out().println();
    if (dryRun) {
      return Exit.OK;
    }
    terminal.out().flush();
    GeneratedFiles files = GeneratedFiles.before(Path.of(answers.output()));
    int status =
        new TensorflowjsConverter().run(answers.arguments().toArray(String[]::new), terminal);
    if (status == Exit.OK) {
      files.print(terminal.out());
    }
    return status;
  }

  private WizardAnswers ask(Terminal terminal) throws IOException {
    // Where no reader of lines sees Ctrl-C, it ends the process.
    Thread goodbye = new Thread(() -> sayGoodbye(terminal.err()));
    Runtime.getRuntime().addShutdownHook(goodbye);
    try (Lines lines = Lines.of(in, terminal)) {
      terminal.out().println("Welcome to TensorFlow.js Converter.");
      return new WizardQuestions(new Prompts(lines, terminal.out())).ask();
    } finally {
      forget(goodbye);
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // It runs already.
    }
  }

  private static void sayGoodbye(PrintStream err) {
    err.println();
    err.println("Nothing was converted.");
  }

  /// As a shell reads it.
  static String commandLine(List<String> arguments) {
    return TensorflowjsConverter.NAME
        + arguments.stream()
            .map(TensorflowjsWizard::quoted)
            .collect(Collectors.joining(" ", " ", ""));
  }

  private static String quoted(String argument) {
    return argument.matches("[A-Za-z0-9_@%+=:,./-]+")
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }
}
