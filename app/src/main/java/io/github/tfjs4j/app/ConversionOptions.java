package io.github.tfjs4j.app;

import io.github.tfjs4j.Budget;
import io.github.tfjs4j.ConvertOptions;
import io.github.tfjs4j.Converter;
import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.format.Formats;
import io.github.tfjs4j.format.Json;
import io.github.tfjs4j.format.QuantizationPlan;
import io.github.tfjs4j.format.Selection;
import io.github.tfjs4j.format.WriteOptions;
import io.github.tfjs4j.keras.CustomLayers;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.pass.UnrollPlan;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tree.Tree;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes [ConvertOptions] of what a command line gave.
final class ConversionOptions {
  /// The quantise flags, in the order in which their patterns are matched.
  static final Map<String, DataType> QUANTIZE = new LinkedHashMap<>();

  static {
    QUANTIZE.put("quantize_float16", DataType.HALF);
    QUANTIZE.put("quantize_uint8", DataType.UINT8);
    QUANTIZE.put("quantize_uint16", DataType.UINT16);
  }

  /// Each step is about ten nodes.
  private static final BigInteger MOST_TIME_STEPS = BigInteger.valueOf(100_000);

  private final Arguments arguments;
  private final Map<String, Tree> metadata = new LinkedHashMap<>();

  ConversionOptions(Arguments arguments) {
    this.arguments = arguments;
  }

  /// Reads the JSON files of `--metadata key:path,key:path`.
  void readMetadata() {
    for (String item : names("metadata")) {
      String[] parts = item.split(":", -1);
      if (parts.length != 2) {
        throw new ModelException(
            "--metadata takes key:path pairs with one colon each, but got '"
                + item
                + "': "
                + (parts.length > 2
                    ? "too many values to unpack (expected 2)"
                    : "not enough values to unpack (expected 2, got 1)"));
      }
      metadata.put(parts[0], json(Path.of(parts[1])));
    }
  }

  private static Tree json(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new ModelException("Loading metadata error: no such file: " + path);
    }
    try {
      return Json.read(path);
    } catch (FormatException e) {
      throw new ModelException(
          "Loading metadata error: the path is expected to contain valid JSON content, but cannot"
              + " read valid JSON content from "
              + path
              + ".",
          e);
    }
  }

  ConvertOptions forPair(Converter.Pair pair) {
    boolean stored =
        pair.from() == Formats.TFJS_LAYERS_MODEL && pair.to() == Formats.TFJS_LAYERS_MODEL;
    return reading(arguments)
        .withOptimize(o ->
            o.withSkipOpCheck(arguments.is("skip_op_check", false))
                .withGraphs(!arguments.value("optimize").equals(Optional.of("never"))))
        .withWrite(w ->
            w.withQuantization(quantization())
                .withShardBytes(shardBytes())
                .withStructuredOutputs(arguments.is("use_structured_outputs_names", false))
                .withSplitByLayer(arguments.is("split_weights_by_layer", false))
                .withMetadata(stored ? Map.of() : metadata));
  }

  /// What says how the model is read, and what recurrent layers become.
  static ConvertOptions reading(Arguments arguments) {
    Plugins.load(arguments.values("plugin").stream().map(Path::of).toList());
    List<Path> definitions = arguments.values("custom_layers").stream().map(Path::of).toList();
    ConvertOptions options =
        ConvertOptions.DEFAULT
            .withOptimize(o -> o.withUnroll(unroll(arguments)))
            .withRead(r ->
                r.withInputShapes(InputShapes.parse(arguments.values("input_shape")))
                    .withSelection(selection(arguments))
                    .withCustomLayers(CustomLayers.read(definitions))
                    .withBudget(budget(arguments)));
    return arguments
        .value("semantics")
        .map(label -> Semantics.valueOf(label.toUpperCase(Locale.ROOT)))
        .map(semantics -> options.withRead(r -> r.withSemantics(semantics)))
        .orElse(options);
  }

  /// `float16`, `uint8`, `uint16`: how flags and files call codes.
  static String label(DataType codes) {
    return codes == DataType.HALF ? "float16" : codes.name().toLowerCase(Locale.ROOT);
  }

  private List<String> names(String key) {
    return names(arguments, key);
  }

  private static List<String> names(Arguments arguments, String key) {
    return arguments.value(key).map(names -> List.of(names.split(",", -1))).orElse(List.of());
  }

  /// The size of a weight file; more than a long holds is as good as no limit.
  private long shardBytes() {
    return arguments
        .value("weight_shard_size_bytes")
        .map(size -> new BigInteger(size).min(BigInteger.valueOf(Long.MAX_VALUE)).longValue())
        .orElse(WriteOptions.DEFAULT_SHARD_BYTES);
  }

  private static Selection selection(Arguments arguments) {
    Selection selection =
        Selection.DEFAULT
            .withStripDebugOps(arguments.is("strip_debug_ops", true))
            .withOutputs(names(arguments, "output_node_names"));
    if (arguments.has("saved_model_tags")) {
      selection = selection.withTags(Set.copyOf(names(arguments, "saved_model_tags")));
    }
    return arguments.value("signature_name").map(selection::withSignature).orElse(selection);
  }

  private static Budget budget(Arguments arguments) {
    return Budget.DEFAULT
        .withNodes(positive(arguments, "max_nodes", Budget.DEFAULT.nodes()))
        .withBytes(positive(arguments, "max_bytes", Budget.DEFAULT.bytes()));
  }

  private static long positive(Arguments arguments, String key, long byDefault) {
    BigInteger most =
        arguments.value(key).map(BigInteger::new).orElse(BigInteger.valueOf(byDefault));
    if (most.signum() <= 0) {
      throw new ModelException("--" + key + " takes a number from 1 on, but got " + most + ".");
    }
    return most.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
  }

  private static UnrollPlan unroll(Arguments arguments) {
    boolean known = !arguments.value("unroll").equals(Optional.of("never"));
    UnrollPlan plan = UnrollPlan.DEFAULT.withKnown(known);
    if (!arguments.has("max_time_steps")) {
      return plan;
    }
    BigInteger most = new BigInteger(arguments.value("max_time_steps").orElseThrow());
    if (most.signum() <= 0 || most.compareTo(MOST_TIME_STEPS) > 0) {
      throw new ModelException(
          "--max_time_steps takes a number from 1 to "
              + MOST_TIME_STEPS
              + ", but got "
              + most
              + "; without it the graph has a loop, which takes sequences of any length.");
    }
    if (!known) {
      throw new ModelException(
          "--max_time_steps="
              + most
              + " asks for as many copies of a recurrent layer's step, and --unroll=never for a"
              + " loop: leave one of them out.");
    }
    return plan.withMost(most.intValueExact());
  }

  private QuantizationPlan quantization() {
    Map<DataType, List<String>> patterns = new LinkedHashMap<>();
    arguments
        .value("quantization_bytes")
        .ifPresent(n -> patterns.put(n.equals("1") ? DataType.UINT8 : DataType.UINT16, List.of()));
    QUANTIZE.forEach((flag, codes) -> {
      if (arguments.has(flag)) {
        patterns.put(codes, names(flag));
      }
    });
    return new QuantizationPlan(patterns);
  }
}
