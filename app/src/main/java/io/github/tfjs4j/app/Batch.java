package io.github.tfjs4j.app;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.Verification.Verdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/// Converts many models in one process. Each line of the batch file is `IN<TAB>OUT`, and behind it
/// further options, each after a tab; they come after those of the command line and win. For each a
/// line is printed as soon as it is done: `ok<TAB>OUT` or `error<TAB>OUT<TAB>message`.
final class Batch {
  private static final String DEBUG = "--debug";

  private final List<String> shared;
  private final boolean debug;
  private final Terminal terminal;

  /// @param args the options of the command line, with their `--batch`
  Batch(List<String> args, Terminal terminal) {
    this.shared = ofOneModel(args);
    this.debug = args.contains(DEBUG);
    this.terminal = terminal;
  }

  /// What holds for each line.
  private static List<String> ofOneModel(List<String> args) {
    List<String> out = new ArrayList<>();
    for (int i = 0; i < args.size(); i++) {
      if (args.get(i).equals("--batch")) {
        i++;
      } else if (!args.get(i).startsWith("--batch=") && !args.get(i).equals(DEBUG)) {
        out.add(args.get(i));
      }
    }
    return out;
  }

  /// Converts each line of a file.
  ///
  /// @param file of lines, `-` for standard input
  /// @return the exit status: 1 if any model failed
  int run(String file) {
    int status = Exit.OK;
    try (BufferedReader lines = open(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank() && !convert(line)) {
          status = Exit.FAILED;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return status;
  }

  private static BufferedReader open(String file) throws IOException {
    return file.equals("-")
        ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
        : Files.newBufferedReader(Path.of(file));
  }

  private boolean convert(String line) {
    String[] parts = line.split("\t", -1);
    String out = parts.length < 2 ? parts[0] : parts[1];
    try {
      switch (convert(parts)) {
        case EQUAL -> {}
        case DIFFERENT -> throw new ModelException("the models differ: tfjs4j verify shows where");
        case UNDECIDED ->
            throw new ModelException(
                "the outputs do not show whether the models agree: tfjs4j verify says why");
      }
      terminal.out().println("ok\t" + out);
      return true;
    } catch (Throwable e) {
      if (debug) {
        e.printStackTrace(terminal.err());
      }
      terminal.out().println("error\t" + out + "\t" + oneLine(message(e)));
      return false;
    } finally {
      terminal.out().flush();
    }
  }

  private Verdict convert(String[] parts) {
    if (parts.length < 2) {
      throw new UsageException(
          "a line of a batch is IN<TAB>OUT, with more options after more tabs");
    }
    List<String> args = new ArrayList<>(shared);
    args.addAll(List.of(parts));
    Terminal silent =
        new Terminal(new PrintStream(OutputStream.nullOutputStream()), terminal.err(), false);
    ConvertCommand command = new ConvertCommand(silent);
    CommandLine line = Tfjs4j.configured(new CommandLine(command), silent);
    return command.convert(line.parseArgs(args.toArray(String[]::new)));
  }

  private static String message(Throwable e) {
    return e instanceof CommandLine.ParameterException ? e.getMessage() : Exit.message(e);
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s*[\\r\\n\\t]+\\s*", " ");
  }
}
