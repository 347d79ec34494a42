package io.github.tfjs4j.app;

import io.github.tfjs4j.InferenceModel;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.ReadOptions;
import io.github.tfjs4j.Verification;
import io.github.tfjs4j.Verification.Result;
import io.github.tfjs4j.Verification.Side;
import io.github.tfjs4j.Verification.Verdict;
import io.github.tfjs4j.format.Formats;
import io.github.tfjs4j.format.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How two models are compared.
final class ComparisonOptions {
  private static final class Runtimes extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Runtimes() {
      super(List.of("jvm", "tfjs", "tfjs-wasm"));
    }
  }

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the generated inputs (default: ${DEFAULT-VALUE}).")
  private long seed = Verification.DEFAULT.seed();

  @Option(
      names = {"--samples", "--batch-size"},
      paramLabel = "N",
      description = "Batch size of the generated inputs (default: ${DEFAULT-VALUE}).")
  private int samples = Verification.DEFAULT.batchSize();

  @Option(
      names = "--tolerance",
      paramLabel = "ABS[,REL]",
      description = {
        "Largest difference allowed: REL * range of the output, and as much again but at most",
        "ABS (default: 1e-5,1e-4); range is the largest less the smallest value, or the largest",
        "magnitude if that is more. ABS alone is what is allowed whatever the range."
      })
  private String tolerance = "1e-5,1e-4";

  @Mixin private ValueOptions values;

  @Option(
      names = "--with",
      paramLabel = "RUNTIME",
      completionCandidates = Runtimes.class,
      description = {
        "Who runs the models: jvm (tfjs4j itself, the default),",
        "tfjs or tfjs-wasm (TensorFlow.js in Node; its cpu or wasm backend)."
      })
  private String with = "jvm";

  @Option(
      names = "--tfjs-home",
      paramLabel = "DIR",
      description =
          "The folder in whose node_modules TensorFlow.js is (default: this one, and NODE_PATH).")
  private Path tfjsHome = Path.of("");

  /// Runs two models and prints how far they are apart.
  ///
  /// @throws UsageException where an option is none
  Verdict compare(Path first, Path second, ReadOptions reading, Terminal terminal) {
    Verification.Options options = options();
    Side a = side("A", first, reading);
    Side b = side("B", second, reading);
    ModelInputs inputs = ModelInputs.of(a.model(), reading.inputShapes());
    Comparison comparison = new Comparison(terminal.out());
    terminal.out().println(a.name());
    terminal.out().println(b.name());
    Result result =
        Verification.run(
            a,
            b,
            options
                .withInputShapes(inputs.shapes())
                .withInputs(values.values(inputs))
                .withIntervals(values.intervals(inputs)));
    comparison.inputs(result.sets(), options.seed(), a.model().inputs());
    comparison.outputs(result);
    return result.verdict();
  }

  private Side side(String letter, Path path, ReadOptions reading) {
    try {
      Source source = Source.of(path);
      String name = letter + " (" + Formats.of(source).name() + " " + path + ")";
      InferenceModel model = InferenceModel.load(source, reading);
      return tfjs()
          .<Side>map(tfjs ->
              new Side.Elsewhere(name, model, feeds -> tfjs.run(List.of(path), feeds).getFirst()))
          .orElseGet(() -> new Side.Here(name, model));
    } catch (ModelException e) {
      throw e.at(letter);
    }
  }

  /// @throws UsageException where an option is none: better said before long work than after it
  void check() {
    options();
    tfjs();
    values.check();
  }

  private Optional<TfjsRun> tfjs() {
    return switch (with) {
      case "jvm" -> Optional.empty();
      case "tfjs" -> Optional.of(new TfjsRun(tfjsHome, "cpu"));
      case "tfjs-wasm" -> Optional.of(new TfjsRun(tfjsHome, "wasm"));
      default ->
          throw new UsageException("--with is jvm, tfjs or tfjs-wasm, but got '" + with + "'");
    };
  }

  private Verification.Options options() {
    if (samples < 1) {
      throw new UsageException("--samples is at least 1, but got " + samples);
    }
    String[] parts = tolerance.split(",", -1);
    if (parts.length > 2) {
      throw new UsageException("--tolerance is ABS or ABS,REL, but got '" + tolerance + "'");
    }
    Verification.Options options = Verification.DEFAULT.withSeed(seed).withBatchSize(samples);
    return parts.length == 2
        ? options.withTolerance(number(parts[0]), number(parts[1]))
        : options.withTolerance(number(parts[0]));
  }

  private double number(String text) {
    try {
      double value = Double.parseDouble(text.strip());
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException _) {
      // Reported below, with the other numbers that are none.
    }
    throw new UsageException(
        "--tolerance is made of numbers of at least 0, but got '" + tolerance + "'");
  }
}
