package io.github.tfjs4j.app;

import io.github.tfjs4j.ConvertOptions;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.Models;
import io.github.tfjs4j.RunnableModel;
import io.github.tfjs4j.Verification;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/// How two models are compared.
final class ComparisonOptions {
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
        "Largest difference allowed: ABS + REL * range of the output (default: 1e-5,1e-4);",
        "REL is 0 where it is left out."
      })
  private String tolerance = "1e-5,1e-4";

  @Option(
      names = "--with",
      paramLabel = "RUNTIME",
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
  /// @return whether all outputs agree
  /// @throws UsageException where an option is none
  boolean compare(Path first, Path second, ConvertOptions reading, Terminal terminal) {
    RunnableModel a = Models.open(first, reading);
    Verification.Options options =
        options(InputShapes.named(reading.inputShapes(), a.inputs().keySet()));
    Optional<TfjsRun> tfjs = tfjs();
    Comparison comparison = new Comparison(terminal.out());
    RunnableModel b = Models.open(second, reading);
    boolean equal = true;
    for (int length : Verification.lengths(a, b, options)) {
      Map<String, Tensor> feeds = Verification.inputs(a, options, length);
      comparison.inputs(a, feeds, options);
      List<Map<String, Tensor>> results =
          tfjs.isPresent()
              ? tfjs.get().run(List.of(first, second), feeds)
              : List.of(run(first, a, feeds), run(second, b, Verification.renamed(feeds, b)));
      equal &= comparison.outputs(Verification.compare(results.get(0), results.get(1), options));
    }
    return equal;
  }

  private static Map<String, Tensor> run(
      Path path, RunnableModel model, Map<String, Tensor> feeds) {
    try {
      return model.run(feeds);
    } catch (ModelException e) {
      throw e.at(path.toString());
    }
  }

  /// @throws UsageException where an option is none: better said before long work than after it
  void check() {
    options(Map.of());
    tfjs();
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

  private Verification.Options options(Map<String, Shape> inputShapes) {
    if (samples < 1) {
      throw new UsageException("--samples is at least 1, but got " + samples);
    }
    String[] parts = tolerance.split(",", -1);
    if (parts.length > 2) {
      throw new UsageException("--tolerance is ABS or ABS,REL, but got '" + tolerance + "'");
    }
    return new Verification.Options(
        seed, samples, inputShapes, number(parts[0]), parts.length == 2 ? number(parts[1]) : 0);
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
