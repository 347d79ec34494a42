package io.github.tfjs4j.app;

import io.github.tfjs4j.Converter;
import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.format.Download;
import io.github.tfjs4j.format.Format;
import io.github.tfjs4j.format.Formats;
import io.github.tfjs4j.format.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Makes a [Converter.Request] of what a command line gave. Checks in the order and with the
/// messages of the original converter.
final class Conversion {
  /// What an argument that was left out means.
  enum Defaults {
    /// As in the original converter.
    ORIGINAL,
    /// The input's format is looked up in the input, the output's follows from its name: `.h5` and
    /// `.keras` are Keras' files, `.pb` is a frozen graph, and anything else is a GraphModel.
    DETECTED
  }

  private final Arguments arguments;
  private final Defaults defaults;
  private final Terminal terminal;
  private Optional<Source> source = Optional.empty();

  private Conversion(Arguments arguments, Defaults defaults, Terminal terminal) {
    this.arguments = arguments;
    this.defaults = defaults;
    this.terminal = terminal;
  }

  /// @param terminal where warnings go, and how far a download is
  /// @throws ModelException with the original converter's message, where arguments do not fit
  ///   together
  static Converter.Request request(Arguments arguments, Defaults defaults, Terminal terminal) {
    return new Conversion(arguments, defaults, terminal).request();
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
    String to = arguments.value("output_format").orElseGet(() -> outputOf(from, output));
    ConversionChecks checks = new ConversionChecks(arguments, from, to, terminal.err());
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
    checks.outputFile(Path.of(output));
    checks.withoutEffect(pair);
    return new Converter.Request(source(input), Path.of(output), pair, options.forPair(pair));
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

  private String outputOf(String from, String output) {
    if (defaults == Defaults.DETECTED) {
      return switch (output.substring(output.lastIndexOf('.') + 1)) {
        case "pb", "pbtxt" -> "tf_frozen_model";
        case "h5", "hdf5" -> "keras";
        case "keras" -> "keras_keras";
        default -> "tfjs_graph_model";
      };
    }
    return switch (from) {
      case "keras", "keras_saved_model" -> "tfjs_layers_model";
      case "tf_saved_model", "tf_hub", "tf_frozen_model" -> "tfjs_graph_model";
      case "tfjs_layers_model" -> "keras";
      case "tfjs_graph_model" -> from;
      default -> "None";
    };
  }

  private Format<?> detected(String input) {
    return Formats.of(source(input));
  }

  /// What the input is: a module of TensorFlow Hub may lie in the web.
  private Source source(String input) {
    if (source.isEmpty()) {
      source = Optional.of(open(input));
    }
    return source.get();
  }

  private Source open(String input) {
    boolean hub = arguments.value("input_format").equals(Optional.of("tf_hub"));
    if (!Download.isUrl(input)) {
      return Source.of(input);
    }
    if (!hub) {
      try {
        return Source.of(input);
      } catch (FormatException e) {
        throw new FormatException(
            e.getMessage()
                + "; the archive of a TensorFlow Hub module is fetched with --input_format=tf_hub",
            e);
      }
    }
    try (ProgressLine line = new ProgressLine(terminal)) {
      Download.Progress progress =
          (done, all) -> line.at("downloading " + input, all > 0 ? (double) done / all : 0);
      Path archive =
          new Download(Download.defaultCache(), Download.MOST_BYTES, progress).fetch(input);
      return Source.of(archive);
    }
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

  private boolean isLayersModel(String input) {
    try {
      return detected(input) == Formats.TFJS_LAYERS_MODEL;
    } catch (RuntimeException _) {
      return false;
    }
  }
}
