package io.github.tfjs4j.app;

import static io.github.tfjs4j.app.Argument.toggle;

import io.github.tfjs4j.Converter;
import java.util.List;
import java.util.stream.Stream;

/// The command `tensorflowjs_converter`, as the scripts that call the original expect it.
final class TensorflowjsConverter implements Command {
  static final String NAME = "tensorflowjs_converter";

  static final List<Argument> ARGUMENTS =
      Stream.of(
              List.of(toggle(List.of("-h", "--help"), "Show this help and exit.")),
              ConverterArguments.PATHS,
              ConverterArguments.ORIGINAL,
              List.of(toggle(List.of("--version", "-v"), "Show the versions and exit.")),
              ConverterArguments.ADDED,
              List.of(
                  toggle(List.of("--quiet"), "Print no progress and no summary.").added(),
                  toggle(List.of("--debug"), "Print stack traces of unexpected errors.").added()))
          .flatMap(List::stream)
          .toList();

  private static final ArgumentParser PARSER = new ArgumentParser(NAME, ARGUMENTS);

  @Override
  public int run(String[] args, Terminal terminal) {
    try {
      return run(PARSER.parse(args), terminal);
    } catch (UsageException e) {
      terminal.err().print(new UsageText(PARSER).usage());
      terminal.err().println(NAME + ": error: " + e.getMessage());
      return Exit.USAGE;
    }
  }

  private static int run(Arguments arguments, Terminal terminal) {
    if (arguments.is("help", false)) {
      terminal.out().print(help());
      return Exit.OK;
    }
    if (arguments.is("version", false)) {
      terminal.out().println();
      terminal.out().println("tensorflowjs " + Version.TFJS + " (tfjs4j " + Version.own() + ")");
      terminal.out().println();
      terminal.out().println("Dependency versions:");
      terminal.out().println("  java " + Runtime.version());
      return Exit.OK;
    }
    try {
      Terminal to = terminal.quiet(arguments.is("quiet", false));
      Converter.Request request = Conversion.request(arguments, Conversion.Defaults.ORIGINAL, to);
      Replaced.by(request).ifPresent(what -> terminal.err().println("Warning: " + what + "."));
      Summary.print(Conversion.run(request, to), request.options(), to.out());
      return Exit.OK;
    } catch (UsageException e) {
      throw e;
    } catch (Throwable e) {
      // The original knows no other status for what goes wrong, so ours for bugs is the same.
      return new Exit(arguments.is("debug", false), Exit.FAILED).report(e, terminal.err());
    }
  }

  static String help() {
    return new UsageText(PARSER)
        .help(
            "Converts models to TensorFlow.js. tfjs4j's tensorflowjs_converter: the original's"
                + " flags, without Python.",
            "additions of tfjs4j",
            "Available now: "
                + Converter.available()
                + ".\n"
                + "More commands (verify, explain, inspect): tfjs4j --help");
  }
}
