package io.github.tfjs4j.app;

import io.github.tfjs4j.Converter;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.format.Formats;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Which arguments go together, with the messages of the original converter.
///
/// @param from the input format's name
/// @param to the output format's name, `None` where there is none
/// @param err where warnings go
record ConversionChecks(Arguments arguments, String from, String to, PrintStream err) {
  private static final List<String> TFJS = List.of("tfjs_layers_model", "tfjs_graph_model");

  /// Formats of one file.
  private static final Map<String, String> FILES =
      Map.of("keras", "an HDF5 file", "keras_keras", "a .keras file");

  /// Whether a format is one of TensorFlow.js.
  static boolean isTfjs(String format) {
    return TFJS.contains(format);
  }

  /// Whether the original converter lets one choose a signature.
  static boolean takesSignature(String from) {
    return from.equals("tf_saved_model") || from.equals("tf_hub");
  }

  void shardSize() {
    if (!arguments.has("weight_shard_size_bytes")) {
      return;
    }
    if (!isTfjs(to)) {
      throw new ModelException(
          "The --weight_shard_size_bytes flag is only supported when output_format is"
              + " tfjs_layers_model or tfjs_graph_model.");
    }
    BigInteger size = new BigInteger(arguments.value("weight_shard_size_bytes").orElseThrow());
    if (size.signum() <= 0) {
      throw new ModelException(
          "Expected weight_shard_size_bytes to be a positive integer, but got " + size);
    }
  }

  void quantization() {
    if (arguments.has("quantization_bytes")) {
      err.println(
          "Warning: --quantization_bytes will be deprecated in a future release\n"
              + "Please consider using --quantize_uint8, --quantize_uint16, --quantize_float16.");
      if (ConversionOptions.QUANTIZE.keySet().stream().anyMatch(arguments::has)) {
        throw new ModelException(
            "--quantization_bytes cannot be used with the new quantization flags");
      }
    }
  }

  void outputNodeNames() {
    if (from.equals("tf_frozen_model") && !arguments.has("output_node_names")) {
      throw new ModelException("The --output_node_names flag is required for \"tf_frozen_model\"");
    }
  }

  void signatureName() {
    if (arguments.has("signature_name") && !takesSignature(from)) {
      throw new ModelException(
          "The --signature_name flag is applicable only to \"tf_saved_model\" and \"tf_hub\" input"
              + " format, but the current input format is \""
              + from
              + "\".");
    }
  }

  void controlFlow() {
    if (arguments.is("control_flow_v2", false) && !to.equals("tfjs_graph_model")) {
      // The two spaces are the original's; the format that it names here is the input's.
      throw new ModelException(
          "The --control_flow_v2 flag is applicable only to \"tfjs_graph_model\" as output format,"
              + " but the current  output format is \""
              + to
              + "\"");
    }
  }

  /// A model that is one file cannot be written where a folder is.
  void outputFile(Path output) {
    if (FILES.containsKey(to) && Files.isDirectory(output)) {
      throw new ModelException(
          "For input_type="
              + from
              + " & output_format="
              + to
              + ", the output path should be the path to "
              + FILES.get(to)
              + ", but received an existing directory ("
              + output
              + ").");
    }
  }

  /// Says which arguments are accepted and ignored, most of them as in the original.
  void withoutEffect(Converter.Pair pair) {
    boolean fromLayers = pair.from() == Formats.TFJS_LAYERS_MODEL;
    boolean toLayers = pair.to() == Formats.TFJS_LAYERS_MODEL;
    boolean toOthers = !TFJS.contains(pair.to().name());
    warn((fromLayers && toLayers) || toOthers, "metadata", pair);
    warn(fromLayers || !toLayers, "split_weights_by_layer", pair);
    warn(fromLayers, "saved_model_tags", pair);
    warn(fromLayers, "output_node_names", pair);
    warn(fromLayers, "optimize", pair);
    warn((fromLayers && toLayers) || toOthers, "use_structured_outputs_names", pair);
    ConversionOptions.QUANTIZE.keySet().forEach(flag -> warn(toOthers, flag, pair));
    warn(toOthers, "quantization_bytes", pair);
  }

  private void warn(boolean ignored, String flag, Converter.Pair pair) {
    if (ignored && arguments.has(flag)) {
      err.println("Warning: --" + flag + " has no effect from " + pair + ".");
    }
  }
}
