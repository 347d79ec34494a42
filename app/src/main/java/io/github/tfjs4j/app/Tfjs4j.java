package io.github.tfjs4j.app;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The command `tfjs4j`: dispatches to its subcommands.
final class Tfjs4j implements Command {
  static final String NAME = "tfjs4j";

  /// In the order in which help lists them.
  private static final Map<String, Function<Terminal, Object>> SUBCOMMANDS = new LinkedHashMap<>();

  static {
    SUBCOMMANDS.put(ConvertCommand.NAME, ConvertCommand::new);
    SUBCOMMANDS.put(ExplainCommand.NAME, ExplainCommand::new);
    SUBCOMMANDS.put(VerifyCommand.NAME, VerifyCommand::new);
    SUBCOMMANDS.put(RunCommand.NAME, RunCommand::new);
    SUBCOMMANDS.put(CompareCommand.NAME, CompareCommand::new);
    SUBCOMMANDS.put(InspectCommand.NAME, InspectCommand::new);
    SUBCOMMANDS.put(OpsCommand.NAME, OpsCommand::new);
    SUBCOMMANDS.put(CompletionCommand.NAME, CompletionCommand::new);
  }

  @Override
  public int run(String[] args, Terminal terminal) {
    try {
      String[] asked = helpAsOption(args);
      return commandLine(asked, terminal).execute(asked);
    } catch (Error e) {
      // Picocli hands exceptions to the handler below, but lets errors pass.
      return new Exit(List.of(args).contains("--debug"), Exit.BUG).report(e, terminal.err());
    }
  }

  /// `help`, `help COMMAND` as `--help`, `COMMAND --help`.
  private static String[] helpAsOption(String[] args) {
    if (args.length == 0 || !args[0].equals("help")) {
      return args;
    }
    if (args.length == 1) {
      return new String[] {"--help"};
    }
    return SUBCOMMANDS.containsKey(args[1])
        ? new String[] {args[1], "--help"}
        : new String[] {args[1]};
  }

  /// Only the subcommand that `args` names, as picocli inspects each by reflection; all where help
  /// or completion may list them.
  static CommandLine commandLine(String[] args, Terminal terminal) {
    CommandLine top = new CommandLine(new Top());
    String named = args.length == 0 ? "" : args[0];
    SUBCOMMANDS.forEach((name, make) -> {
      if (name.equals(named)
          || !SUBCOMMANDS.containsKey(named)
          || named.equals(CompletionCommand.NAME)) {
        top.addSubcommand(name, make.apply(terminal));
      }
    });
    return configured(top, terminal);
  }

  /// Picocli's settings that hold for every command.
  static CommandLine configured(CommandLine command, Terminal terminal) {
    return command
        .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(terminal.interactive() ? Ansi.AUTO : Ansi.OFF))
        .setUsageHelpAutoWidth(terminal.interactive())
        .setOverwrittenOptionsAllowed(true)
        .setParameterExceptionHandler((e, _) -> usageError(e, terminal))
        .setExecutionExceptionHandler((e, at, _) ->
            new Exit(at.getParseResult().hasMatchedOption("--debug"), Exit.BUG)
                .report(e, terminal.err()));
  }

  private static int usageError(CommandLine.ParameterException e, Terminal terminal) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    terminal.err().println(command + ": error: " + message(e));
    CommandLine.UnmatchedArgumentException.printSuggestions(e, e.getCommandLine().getErr());
    terminal.err().println("Try '" + command + " --help'.");
    return Exit.USAGE;
  }

  private static String message(CommandLine.ParameterException e) {
    if (e instanceof CommandLine.UnmatchedArgumentException unmatched
        && !unmatched.isUnknownOption()) {
      String what =
          e.getCommandLine().getParent() == null ? "unknown command" : "unexpected argument";
      return what + " '" + unmatched.getUnmatched().getFirst() + "'";
    }
    return e.getMessage();
  }

  @CommandLine.Command(
      name = NAME,
      description = "Converts, verifies, runs and inspects TensorFlow.js models.",
      versionProvider = Versions.class,
      synopsisSubcommandLabel = "COMMAND",
      footer = {
        "",
        "tfjs4j help COMMAND tells more. tensorflowjs_converter takes the original converter's arguments.",
        "Exit status: 0 done, 1 the model or a file is at fault or models differ, 2 usage,",
        "3 a comparison proves nothing, 70 a bug of tfjs4j."
      })
  @SuppressWarnings("UnusedVariable") // picocli reads them
  private static final class Top implements Runnable {
    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        scope = ScopeType.INHERIT,
        description = "Show this help and exit.")
    private boolean help;

    @Option(
        names = {"-v", "--version"},
        versionHelp = true,
        description = "Show the version and exit.")
    private boolean version;

    @Option(
        names = "--debug",
        scope = ScopeType.INHERIT,
        description = "Print stack traces of unexpected errors (also: TFJS4J_DEBUG=1).")
    private boolean debug;

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "expected a command: " + String.join(", ", SUBCOMMANDS.keySet()));
    }
  }

  private static final class Versions implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "tfjs4j "
            + Version.own()
            + " (TensorFlow.js "
            + Version.TFJS
            + ", Java "
            + Runtime.version()
            + ")"
      };
    }
  }
}
