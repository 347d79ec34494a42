package io.github.tfjs4j.app;

import io.github.tfjs4j.InferenceModel;
import io.github.tfjs4j.RandomInputs;
import io.github.tfjs4j.ReadOptions;
import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.format.Json;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import io.github.tfjs4j.tree.Tree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tfjs4j run MODEL`: runs a model on values from files or made-up ones.
@Command(
    name = RunCommand.NAME,
    description = {
      "Run a model, and print or write what it gives.",
      "Inputs come from files (--input) or are made up (--random)."
    },
    abbreviateSynopsis = true,
    sortOptions = false)
final class RunCommand implements Callable<Integer> {
  static final String NAME = "run";

  private final Terminal terminal;
  private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "MODEL", description = "The model: a file or its folder.")
  private String model = "";

  @Mixin private ValueOptions values;

  @Option(
      names = "--random",
      paramLabel = "SEED",
      description =
          "Make up the inputs that have no file: input number i, from 0, has the values of "
              + "mulberry32(SEED + i), from -1 to 1, or by --input_range.")
  private Integer random;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "How many samples --random makes (default: ${DEFAULT-VALUE}).")
  private int batch = 1;

  @Option(
      names = "--output",
      paramLabel = "NAME",
      description =
          "What to compute: an output, a node of a graph or a layer; NAME:1 is its second result. "
              + "Can be repeated (default: all outputs).")
  private List<String> wanted = List.of();

  @Option(names = "--json", description = "Print JSON, with all values.")
  private boolean asJson;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Write each output to a .npy file in DIR (strings: .json), and outputs.json, which lists "
              + "them.")
  private Path folder;

  @Mixin private TopOptions top;

  @Mixin private TimingOptions timing;

  @Option(
      names = "--profile",
      description =
          "Show how long each node took in one more run, which kernel computed it, how fast that was "
              + "beside the fastest that it can be here, and what it was in the model's file.")
  private boolean profiled;

  RunCommand(Terminal terminal) {
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
    return ModelArguments.checked(spec, () -> run(reading));
  }

  private int run(ReadOptions reading) {
    check();
    RunTimes.Watch watch = timing.watch();
    InferenceModel loaded =
        watch.loading(() -> timing.threaded(InferenceModel.load(Source.of(model), reading)));
    ModelInputs inputs = ModelInputs.of(loaded, reading.inputShapes());
    Map<String, Tensor> fed = fed(loaded, inputs);
    Map<String, Tensor> outputs = watch.running(() -> outputs(loaded, fed));
    Optional<RunTimes> times = watch.times();
    Optional<RunProfile> profile =
        profiled
            ? Optional.of(RunProfile.of(loaded, fed, wanted, timing.threads()))
            : Optional.empty();
    TopOptions.Top largest = top.of(outputs);
    if (folder != null) {
      OutputFiles.write(outputs, folder);
    }
    if (asJson) {
      Tree all = times.map(RunTimes::tree).orElseGet(() -> tree(outputs, largest));
      terminal
          .out()
          .println(Json.text(profile.map(p -> all.with("profile", p.tree())).orElse(all)));
    } else {
      fed.forEach(
          (name, tensor) -> terminal.out().println("input " + name + ": " + typeOf(tensor)));
      OutputTable.print(outputs, terminal.out());
      largest.print(terminal.out());
      profile.ifPresent(p -> p.print(terminal.out()));
      times.ifPresent(t -> terminal.out().println(t));
    }
    return Exit.OK;
  }

  private void check() {
    values.check();
    top.check();
    timing.check();
    if (batch < 1) {
      throw new UsageException("argument --batch: expected at least 1, but got " + batch);
    }
  }

  private Map<String, Tensor> fed(InferenceModel loaded, ModelInputs inputs) {
    Map<String, Tensor> given = values.values(inputs);
    if (random != null) {
      return new RandomInputs(random, batch, inputs.shapes(), values.intervals(inputs))
          .of(loaded, given);
    }
    List<String> missing = new ArrayList<>();
    inputs
        .types()
        .forEach((name, type) -> {
          if (!given.containsKey(name) && loaded.needs(name)) {
            missing.add(name + " " + type);
          }
        });
    if (!missing.isEmpty()) {
      throw new ShapeException(
          "nothing is given for "
              + (missing.size() == 1 ? "input " : "the inputs ")
              + String.join(", ", missing)
              + ": give --input NAME=FILE, or --random SEED for made-up values");
    }
    return given;
  }

  private Map<String, Tensor> outputs(InferenceModel loaded, Map<String, Tensor> fed) {
    if (wanted.isEmpty()) {
      return loaded.predict(fed);
    }
    Iterator<Tensor> results = loaded.execute(fed, wanted).iterator();
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    wanted.forEach(name -> outputs.put(name, results.next()));
    return outputs;
  }

  static TensorType typeOf(Tensor tensor) {
    return new TensorType(tensor.type(), tensor.shape());
  }

  private static Tree tree(Map<String, Tensor> outputs, TopOptions.Top largest) {
    List<Tree> all = new ArrayList<>();
    outputs.forEach((name, tensor) -> {
      Map<String, Tree> fields = OutputFiles.fields(name, tensor);
      fields.put("values", JsonArrays.of(tensor));
      largest.tree(name).ifPresent(rows -> fields.put("top", rows));
      all.add(Tree.object(fields));
    });
    return Tree.object(Map.of("outputs", Tree.list(all)));
  }
}
