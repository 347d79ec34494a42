package io.github.tfjs4j.app;

import io.github.tfjs4j.ConvertOptions;
import io.github.tfjs4j.Converter;
import io.github.tfjs4j.format.Json;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tfjs4j explain MODEL`: converts without writing, and says what each pass did.
@Command(
    name = ExplainCommand.NAME,
    description = "Show what a conversion would do, pass by pass, without writing anything.",
    abbreviateSynopsis = true,
    sortOptions = false)
final class ExplainCommand implements Callable<Integer> {
  static final String NAME = "explain";

  private final Terminal terminal;
  private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "A LayersModel: a file or its folder.")
  private Path model;

  @Option(names = "--json", description = "Print JSON.")
  private boolean asJson;

  ExplainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Spec
  void declareArguments(CommandSpec own) {
    spec = own;
    ModelArguments.declare(own);
  }

  @Override
  public Integer call() {
    ConvertOptions options = ModelArguments.options(spec);
    Converter.Explained report = Converter.explain(model, options);
    if (asJson) {
      terminal.out().println(Json.pretty(Explanation.tree(report)));
    } else {
      Explanation.print(report, terminal.out());
      Summary.print(report, options, terminal.out());
    }
    return Exit.OK;
  }
}
