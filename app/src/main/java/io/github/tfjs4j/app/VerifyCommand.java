package io.github.tfjs4j.app;

import io.github.tfjs4j.ReadOptions;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tfjs4j verify A B`: runs two models on the same generated inputs and compares their outputs.
@Command(
    name = VerifyCommand.NAME,
    description = {
      "Run two models on the same inputs and compare their outputs.",
      "Exit status 0 if they are equal, 1 if they differ, 3 if their outputs say nothing: none of"
          + " them is a number, or they never change. Dimensions that a model leaves open get sizes,"
          + " which are printed."
    },
    abbreviateSynopsis = true,
    sortOptions = false)
final class VerifyCommand implements Callable<Integer> {
  static final String NAME = "verify";

  private final Terminal terminal;
  private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "A", description = "The model that is right.")
  private Path first;

  @Parameters(index = "1", paramLabel = "B", description = "The model that is compared with it.")
  private Path second;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print nothing but failures; the exit status tells.")
  private boolean quiet;

  @Mixin private ComparisonOptions comparison;

  VerifyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Spec
  void declareArguments(CommandSpec own) {
    spec = own;
    ModelArguments.declare(own);
  }

  @Override
  public Integer call() {
    ReadOptions reading = ModelArguments.options(spec).read();
    return Exit.of(
        ModelArguments.checked(
            spec, () -> comparison.compare(first, second, reading, terminal.quiet(quiet))));
  }
}
