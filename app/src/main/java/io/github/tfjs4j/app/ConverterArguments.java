package io.github.tfjs4j.app;

import static io.github.tfjs4j.app.Argument.choice;
import static io.github.tfjs4j.app.Argument.integer;
import static io.github.tfjs4j.app.Argument.one;
import static io.github.tfjs4j.app.Argument.optional;
import static io.github.tfjs4j.app.Argument.positional;
import static io.github.tfjs4j.app.Argument.toggle;
import static io.github.tfjs4j.app.Argument.truth;

import io.github.tfjs4j.Budget;
import io.github.tfjs4j.format.Format;
import io.github.tfjs4j.format.Formats;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The arguments of a conversion, shared by `tensorflowjs_converter` and `tfjs4j convert`: those of
/// the original converter, and ours.
final class ConverterArguments {
  private static final List<String> INPUT_FORMATS =
      and(
          Format::reads,
          "keras",
          "keras_saved_model",
          "keras_keras",
          "tf_saved_model",
          "tf_hub",
          "tfjs_layers_model",
          "tf_frozen_model");
  private static final List<String> OUTPUT_FORMATS =
      and(
          Format::writes,
          "keras",
          "keras_saved_model",
          "keras_keras",
          "tfjs_layers_model",
          "tfjs_graph_model");

  /// The paths; `tfjs4j convert` declares its own.
  static final List<Argument> PATHS =
      List.of(
          positional(
              "input_path",
              "Path of the model: the model.json of a tfjs_layers_model, or its folder."),
          positional("output_path", "Folder that the converted model is written to."));

  private static final Argument SIGNATURE =
      one("--signature_name", "Signature of a tf_saved_model or tf_hub module.");
  private static final Argument TAGS =
      one(
          "--saved_model_tags",
          "Comma-separated tags of the graph in a tf_saved_model or tf_hub module (default:"
              + " serve).");
  private static final Argument OUTPUT_NODES =
      one("--output_node_names", "Comma-separated output nodes of a tf_frozen_model.");

  /// Which model of a file is meant, where it holds several.
  static final List<Argument> SELECTING = List.of(SIGNATURE, TAGS, OUTPUT_NODES);

  /// What changes a conversion, as the original converter has it.
  static final List<Argument> ORIGINAL =
      List.of(
          choice(
              "--input_format",
              INPUT_FORMATS,
              "Format of the input (default: tf_saved_model; tfjs4j convert finds out)."),
          choice(
              "--output_format",
              OUTPUT_FORMATS,
              "Format of the output (default: what the original converter makes of the input"
                  + " format; tfjs4j convert makes a tfjs_graph_model)."),
          SIGNATURE,
          TAGS,
          optional(
              "--quantize_float16",
              "Comma-separated name patterns (* and ? allowed) of the weights to store in half"
                  + " precision; without patterns, all that no other pattern names."),
          optional("--quantize_uint8", "The same for 8-bit integers with scale and minimum."),
          optional("--quantize_uint16", "The same for 16-bit integers with scale and minimum."),
          integer(
              "--quantization_bytes",
              List.of("1", "2"),
              "Deprecated: 1 is --quantize_uint8, 2 is --quantize_uint16."),
          toggle(
              List.of("--split_weights_by_layer"),
              "Store the weights of each layer in files of their own (Keras to"
                  + " tfjs_layers_model)."),
          toggle(
              List.of("--skip_op_check"),
              "Write a graph although it has ops that TF.js does not execute, and layers although"
                  + " it has no such classes."),
          truth("--strip_debug_ops", "Remove Assert, CheckNumerics and Print ops (default: True)."),
          truth(
              "--use_structured_outputs_names",
              "Name the outputs by the keys of the model's structured outputs (default: False)."),
          integer(
              "--weight_shard_size_bytes",
              List.of(),
              "Size of a weight file in bytes (default: 4194304)."),
          OUTPUT_NODES,
          truth(
              "--control_flow_v2",
              "Keep If and While as such in a tfjs_graph_model (default: False)."),
          truth("--experiments", "Accepted, without effect (default: False)."),
          one(
              "--metadata",
              "Comma-separated key:path pairs: each JSON file becomes userDefinedMetadata[key]."));

  /// What the original converter does not have.
  static final List<Argument> ADDED =
      List.of(
          one(
                  "--input_shape",
                  "Shape of an input, NAME=[1,224,224,3], or without NAME= for a model with one"
                      + " input; -1 or ? is an unknown dimension. Can be repeated.")
              .added(),
          choice(
                  "--semantics",
                  List.of("tfjs", "keras2", "keras3"),
                  "Whose numbers a LayersModel means where TF.js and Keras differ (default: those"
                      + " of the program that made it).")
              .added(),
          integer(
                  "--max_time_steps",
                  List.of(),
                  "Where a recurrent layer takes sequences of any length: write a graph for predict()"
                      + " that is right up to this many time steps (default: a loop, which TF.js"
                      + " runs with executeAsync()).")
              .added(),
          choice(
                  "--unroll",
                  List.of("always", "never"),
                  "Whether a recurrent layer of a known number of time steps becomes that many copies"
                      + " of its step, or a loop (default: always).")
              .added(),
          choice(
                  "--optimize",
                  List.of("always", "never"),
                  "Whether a tfjs_graph_model that becomes a tfjs_graph_model is optimised, or stored"
                      + " as it is but for its weights (default: always).")
              .added(),
          one("--custom_layers", "File that defines custom layers. Can be repeated.").added(),
          one(
                  "--plugin",
                  "Jar with layers or ops in Java, found as services. Its code is run. Can be repeated.")
              .added(),
          integer(
                  "--max_nodes",
                  List.of(),
                  "How many nodes a model may have when all that repeats in it is written out"
                      + " (default: "
                      + Budget.DEFAULT.nodes()
                      + ").")
              .added(),
          integer(
                  "--max_bytes",
                  List.of(),
                  "How many bytes of constants may be made that a model asks for and its files do not"
                      + " hold (default: half of the memory, at most 4 GiB).")
              .added());

  /// The original's formats, and which others there are.
  private static List<String> and(Predicate<Format<?>> which, String... original) {
    return Stream.concat(Stream.of(original), Formats.ALL.stream().filter(which).map(Format::name))
        .distinct()
        .toList();
  }

  static List<Argument> all() {
    return Stream.of(ORIGINAL, ADDED).flatMap(List::stream).toList();
  }

  private ConverterArguments() {}
}
