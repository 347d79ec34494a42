package io.github.tfjs4j.app;

import io.github.tfjs4j.ConvertOptions;
import io.github.tfjs4j.format.Formats;
import io.github.tfjs4j.format.GraphArtifacts;
import io.github.tfjs4j.format.LayersArtifacts;
import io.github.tfjs4j.format.ModelFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

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
  private Path model;

  @Option(names = "--json", description = "Print JSON.")
  private boolean asJson;

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
    ModelFile file = ModelFile.of(model);
    ObjectNode json = JsonMapper.shared().createObjectNode();
    switch (Formats.of(file).read(file)) {
      case LayersArtifacts layers -> {
        LayersInspection inspection = LayersInspection.of(layers, options);
        if (asJson) {
          inspection.writeTo(json);
        } else {
          inspection.print(terminal.out());
        }
      }
      case GraphArtifacts graph -> {
        GraphInspection inspection = GraphInspection.of(file.path(), graph);
        if (asJson) {
          inspection.writeTo(json);
        } else {
          inspection.print(terminal.out());
        }
      }
      default -> throw new IllegalStateException("no inspection of " + Formats.of(file).name());
    }
    if (asJson) {
      terminal.out().println(json.toPrettyString());
    }
    return Exit.OK;
  }
}
