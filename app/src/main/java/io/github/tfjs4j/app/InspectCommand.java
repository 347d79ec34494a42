package io.github.tfjs4j.app;

import io.github.tfjs4j.ConvertOptions;
import io.github.tfjs4j.format.Format;
import io.github.tfjs4j.format.Formats;
import io.github.tfjs4j.format.Json;
import io.github.tfjs4j.format.KerasModel;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.format.TensorFlowModel;
import io.github.tfjs4j.format.WeightsOnly;
import io.github.tfjs4j.tree.Tree;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tfjs4j inspect MODEL`: what a model consists of.
@Command(
    name = InspectCommand.NAME,
    description = "Show the layers or ops of a model, its inputs, outputs, weights and sizes.",
    abbreviateSynopsis = true,
    sortOptions = false)
final class InspectCommand implements Callable<Integer> {
  static final String NAME = "inspect";

  private final Terminal terminal;
  private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "MODEL", description = "The model: a file or its folder.")
  private String model = "";

  @Option(names = "--json", description = "Print JSON.")
  private boolean asJson;

  @Option(
      names = {"--nested", "--expand_nested"},
      description = "Show the layers of models that are layers, too.")
  private boolean nested;

  InspectCommand(Terminal terminal) {
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
    Source source = Source.of(model);
    Optional<WeightsOnly> weights = WeightsOnly.find(source);
    if (weights.isPresent()) {
      WeightsInspection inspection = WeightsInspection.of(weights.get());
      show(inspection.tree(source), () -> inspection.print(source, terminal.out()));
      return Exit.OK;
    }
    Format<?> format = Formats.of(source);
    FileInspection files = FileInspection.of(format, source);
    switch (format.read(source, options.read().selection())) {
      case KerasModel layers -> {
        LayersInspection inspection = LayersInspection.of(source, layers, options.read(), nested);
        show(
            files.with(inspection.tree(format, source)),
            () -> inspection.print(source, files, terminal.out()));
      }
      case TensorFlowModel graph -> {
        GraphInspection inspection = GraphInspection.of(source, graph, options.read());
        show(
            files.with(inspection.tree(format, source)),
            () -> inspection.print(source, files, terminal.out()));
      }
    }
    return Exit.OK;
  }

  private void show(Tree tree, Runnable print) {
    if (asJson) {
      terminal.out().println(Json.pretty(tree));
    } else {
      print.run();
    }
  }
}
