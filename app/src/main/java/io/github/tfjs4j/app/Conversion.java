package io.github.tfjs4j.app;

import io.github.tfjs4j.Converter;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.format.Format;
import io.github.tfjs4j.format.Formats;
import io.github.tfjs4j.format.Source;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Makes a [Converter.Request] of what a command line gave. Checks in the order and with the
/// messages of the original converter.
final class Conversion {
  /// What an argument that was left out means.
  enum Defaults {
    /// As in the original converter.
    ORIGINAL,
    /// The input's format is looked up in the input, the output is a GraphModel.
    DETECTED
  }

  private final Arguments arguments;
  private final Defaults defaults;
  private final PrintStream err;

  private Conversion(Arguments arguments, Defaults defaults, PrintStream err) {
    this.arguments = arguments;
    this.defaults = defaults;
    this.err = err;
  }

  /// @param err where warnings go
  /// @throws ModelException with the original converter's message, where arguments do not fit
  ///   together
  static Converter.Request request(Arguments arguments, Defaults defaults, PrintStream err) {
    return new Conversion(arguments, defaults, err).request();
  }

  /// Converts, showing how far it is.
  static Converter.Report run(Converter.Request request, Terminal terminal) {
    try (ProgressLine line = new ProgressLine(terminal)) {
      return Converter.convert(request.withProgress(line::at));
    }
  }

  private Converter.Request request() {
    String input = path("input_path");
    String output = path("output_path");
    String from =
        arguments
            .value("input_format")
            .orElseGet(
                () -> defaults == Defaults.DETECTED ? detected(input).name() : "tf_saved_model");
    String to = arguments.value("output_format").orElseGet(() -> outputOf(from));
    ConversionChecks checks = new ConversionChecks(arguments, from, to, err);
    ConversionOptions options = new ConversionOptions(arguments);
    checks.shardSize();
    checks.quantization();
    if (defaults == Defaults.ORIGINAL) {
      checks.outputNodeNames();
    }
    checks.signatureName();
    checks.controlFlow();
    options.readMetadata();
    Converter.Pair pair = pair(from, to, input);
    checks.withoutEffect(pair);
    return new Converter.Request(Source.of(input), Path.of(output), pair, options.forPair(pair));
  }

  private String path(String key) {
    return arguments
        .value(key)
        .filter(path -> !path.isEmpty())
        .orElseThrow(() ->
            new ModelException(
                "Missing " + key + " argument. For usage, use the --help flag." + eatenPath()));
  }

  /// A quantise flag takes the argument behind it as its patterns, which often is a path that is
  /// then missing.
  private String eatenPath() {
    return ConversionOptions.QUANTIZE.keySet().stream()
        .flatMap(flag ->
            arguments.value(flag).stream()
                .filter(patterns -> patterns.contains("/") || Files.exists(Path.of(patterns)))
                .map(patterns ->
                    "\n--"
                        + flag
                        + " took '"
                        + patterns
                        + "' as its name patterns:"
                        + " put the flag behind the paths, or -- between them."))
        .findFirst()
        .orElse("");
  }

  private String outputOf(String from) {
    if (defaults == Defaults.DETECTED) {
      return "tfjs_graph_model";
    }
    return switch (from) {
      case "keras", "keras_saved_model" -> "tfjs_layers_model";
      case "tf_saved_model", "tf_hub", "tf_frozen_model" -> "tfjs_graph_model";
      case "tfjs_layers_model" -> "keras";
      case "tfjs_graph_model" -> from;
      default -> "None";
    };
  }

  private static Format<?> detected(String input) {
    return Formats.of(Source.of(input));
  }

  private Converter.Pair pair(String from, String to, String input) {
    // The default input format is a frequent surprise.
    boolean surprising = defaults == Defaults.ORIGINAL && !arguments.has("input_format");
    if (surprising && isLayersModel(input)) {
      throw new ModelException(
          "Without --input_format the input is taken for a "
              + from
              + ", but "
              + input
              + " is a tfjs_layers_model: say --input_format=tfjs_layers_model"
              + " --output_format=tfjs_graph_model.");
    }
    try {
      return Converter.pair(from, to);
    } catch (ModelException e) {
      if (!arguments.has("input_format") && defaults == Defaults.DETECTED) {
        throw e.at(input + " is " + detected(input).description());
      }
      throw e;
    }
  }

  private static boolean isLayersModel(String input) {
    try {
      return detected(input) == Formats.TFJS_LAYERS_MODEL;
    } catch (RuntimeException _) {
      return false;
    }
  }
}
