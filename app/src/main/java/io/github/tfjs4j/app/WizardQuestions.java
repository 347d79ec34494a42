package io.github.tfjs4j.app;

import io.github.tfjs4j.Converter;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.app.Prompts.Option;
import io.github.tfjs4j.format.Choice;
import io.github.tfjs4j.format.Download;
import io.github.tfjs4j.format.Format;
import io.github.tfjs4j.format.Formats;
import io.github.tfjs4j.format.KerasModel;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.format.TensorFlowModel;
import io.github.tfjs4j.format.WriteOptions;
import io.github.tfjs4j.tensor.TensorType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the wizard asks, in the order of the original's. Which formats there are, and what becomes
/// what, is [Converter#pairs].
final class WizardQuestions {
  private static final String TRUE = "True";
  private static final String FALSE = "False";

  /// Inputs and outputs of a signature that are shown.
  private static final int MOST_SHOWN = 3;

  private final Prompts prompts;
  private final Map<String, String> flags = new LinkedHashMap<>();
  private String input = "";

  WizardQuestions(Prompts prompts) {
    this.prompts = prompts;
  }

  WizardAnswers ask() {
    input =
        prompts.path(
            "Please provide the path of model file or the directory that contains model files. \n"
                + "If you are converting TFHub module please provide the URL.",
            path -> path.isEmpty() ? Optional.of("Please enter a valid path") : Optional.empty());
    Format<?> from = inputFormat();
    Converter.Pair pair = pair(from);
    flags.put("input_format", from.name());
    flags.put("output_format", pair.to().name());
    which(from);
    if (ConversionChecks.isTfjs(pair.to().name())) {
      storage(pair);
    }
    if (from.product() == TensorFlowModel.class && from != Formats.TFJS_GRAPH_MODEL) {
      graph();
    }
    if (ConversionChecks.isTfjs(pair.to().name()) && !isStoredAnew(pair)) {
      metadata();
    }
    return new WizardAnswers(flags, input, output(pair.to()));
  }

  // ---- formats ----

  private Format<?> inputFormat() {
    Optional<Format<?>> detected = WizardPath.format(input);
    List<Format<?>> formats = new ArrayList<>();
    Converter.pairs().stream().map(Converter.Pair::from).distinct().forEach(formats::add);
    detected.filter(formats::remove).ifPresent(format -> formats.addFirst(format));
    Format<?> chosen =
        prompts.choose(
            detected.isPresent()
                ? "What is your input model format? (auto-detected format is marked with *)"
                : "What is your input model format? (model format cannot be detected.) ",
            formats.stream()
                .map(f -> option(f, detected.equals(Optional.of(f)) ? " *" : ""))
                .toList(),
            0);
    if (WizardPath.problem(input, chosen).isPresent()) {
      input =
          prompts.path(
              "Please provide the path of " + chosen.description() + ".",
              path -> WizardPath.problem(path, chosen));
    }
    // As the original names such a model.
    Path file = Download.isUrl(input) ? Path.of("") : Path.of(input, "model.json");
    if (chosen.name().startsWith("tfjs_") && Files.exists(file)) {
      input = file.toString();
    }
    return chosen;
  }

  private Converter.Pair pair(Format<?> from) {
    List<Converter.Pair> pairs =
        Converter.pairs().stream().filter(p -> p.from().equals(from)).toList();
    if (pairs.size() == 1) {
      return pairs.getFirst();
    }
    List<Option<Converter.Pair>> options = new ArrayList<>();
    int graph = 0;
    for (Converter.Pair pair : pairs) {
      if (pair.to() == Formats.TFJS_GRAPH_MODEL) {
        graph = options.size();
      }
      options.add(new Option<>(pair, pair.to().name(), label(pair.to())));
    }
    return prompts.choose("What is your output format?", options, graph);
  }

  private static Option<Format<?>> option(Format<?> format, String mark) {
    return new Option<>(format, format.name(), label(format) + mark);
  }

  /// `a Keras HDF5 file` -> `Keras HDF5 file (keras)`
  private static String label(Format<?> format) {
    return format.description().replaceFirst("^an? ", "") + " (" + format.name() + ")";
  }

  /// Whether a LayersModel is stored anew, with nothing added.
  private static boolean isStoredAnew(Converter.Pair pair) {
    return pair.from() == Formats.TFJS_LAYERS_MODEL && pair.to() == Formats.TFJS_LAYERS_MODEL;
  }

  // ---- which model ----

  private void which(Format<?> from) {
    if (from.name().equals("tf_frozen_model")) {
      flags.put(
          "output_node_names",
          prompts.text(
              "Which nodes are the outputs? Separate several names by commas.",
              leaves(from),
              names ->
                  names.isEmpty() ? Optional.of("Please enter a node's name") : Optional.empty()));
    }
    if (Download.isUrl(input)) {
      return;
    }
    List<Choice> choices = from.choices(Source.of(input));
    if (choices.isEmpty() || !ConversionChecks.takesSignature(from.name())) {
      return;
    }
    List<Option<String>> tags =
        choices.stream()
            .map(Choice::tagList)
            .distinct()
            .map(list -> new Option<>(list, list, list.isEmpty() ? "(no tags)" : list))
            .toList();
    String chosen = prompts.choose("What are the tags of the graph?", tags, 0);
    if (!chosen.isEmpty()) {
      flags.put("saved_model_tags", chosen);
    }
    List<Choice> signatures = choices.stream().filter(c -> c.tagList().equals(chosen)).toList();
    int usual = signatures.stream().map(Choice::signature).toList().indexOf("serving_default");
    flags.put(
        "signature_name",
        prompts.choose(
            "What is the signature of the model?",
            signatures.stream()
                .map(c -> new Option<>(c.signature(), c.signature(), label(c)))
                .toList(),
            Math.max(usual, 0)));
  }

  private static String label(Choice choice) {
    return choice.signature()
        + "\n       inputs: "
        + label(choice.inputs())
        + "\n       outputs: "
        + label(choice.outputs());
  }

  private static String label(Map<String, TensorType> ports) {
    return ports.entrySet().stream()
            .limit(MOST_SHOWN)
            .map(e -> e.getKey() + " " + e.getValue())
            .collect(Collectors.joining(", "))
        + (ports.size() > MOST_SHOWN ? ", ..." : "");
  }

  /// The nodes of a frozen graph that nothing reads, where that can be said.
  private String leaves(Format<?> from) {
    try {
      return from.read(Source.of(input)) instanceof TensorFlowModel model
          ? String.join(",", model.graph().outputs().keySet())
          : "";
    } catch (ModelException _) {
      return "";
    }
  }

  // ---- how it is written ----

  private void storage(Converter.Pair pair) {
    String none = "none";
    String quantization =
        prompts.choose(
            "Should weights be stored smaller, with fewer digits?",
            List.of(
                new Option<>(none, none, "no (as they are)"),
                new Option<>("quantize_float16", "float16", "float16 (half the size)"),
                new Option<>("quantize_uint16", "uint16", "uint16 (half the size)"),
                new Option<>("quantize_uint8", "uint8", "uint8 (a quarter of the size)")),
            0);
    if (!quantization.equals(none)) {
      flags.put(
          quantization,
          prompts.text(
              "Which weights? Patterns of names, separated by commas, as in conv*/kernel.",
              "*",
              _ -> Optional.empty()));
    }
    flags.put(
        "weight_shard_size_bytes",
        prompts.text(
            "How large may a file of weights be, in bytes?",
            Long.toString(WriteOptions.DEFAULT_SHARD_BYTES),
            size ->
                size.matches("0*[1-9][0-9]{0,17}")
                    ? Optional.empty()
                    : Optional.of("Please enter a positive integer")));
    boolean ofLayers =
        pair.from().product() == KerasModel.class && pair.from() != Formats.TFJS_LAYERS_MODEL;
    if (ofLayers
        && pair.to() == Formats.TFJS_LAYERS_MODEL
        && prompts.confirm("Should the weights of each layer be in files of their own?", false)) {
      flags.put("split_weights_by_layer", TRUE);
    }
  }

  private void graph() {
    if (prompts.confirm(
        "Should a graph be written although it has ops that TF.js does not execute?", false)) {
      flags.put("skip_op_check", TRUE);
    }
    boolean strip = prompts.confirm("Should Assert, CheckNumerics and Print ops be removed?", true);
    flags.put("strip_debug_ops", strip ? TRUE : FALSE);
    if (prompts.confirm("Should If and While be kept as such (control flow v2)?", true)) {
      flags.put("control_flow_v2", TRUE);
    }
  }

  private void metadata() {
    String metadata =
        prompts.text(
            "Should metadata be added? JSON files as key:path, separated by commas, or nothing.",
            "",
            _ -> Optional.empty());
    if (!metadata.isEmpty()) {
      flags.put("metadata", metadata);
    }
  }

  private String output(Format<?> to) {
    while (true) {
      String typed =
          prompts.path(
              "Which directory do you want to save the converted model in?",
              path -> path.isEmpty() ? Optional.of("Please enter a valid path") : Optional.empty());
      Path output = file(Path.of(typed), to);
      if (!Files.exists(output)
          || prompts.confirm(output + " already exists, do you want to overwrite it?", false)) {
        return output.toString();
      }
    }
  }

  /// Where a format is a file, one in the folder that was given.
  private static Path file(Path output, Format<?> to) {
    if (!Files.isDirectory(output)) {
      return output;
    }
    return switch (to.name()) {
      case "keras" -> output.resolve("model.h5");
      case "keras_keras" -> output.resolve("model.keras");
      case "tf_frozen_model" -> output.resolve("frozen_graph.pb");
      default -> output;
    };
  }
}
