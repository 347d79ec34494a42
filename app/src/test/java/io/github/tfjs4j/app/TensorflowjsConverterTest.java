package io.github.tfjs4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.Converter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The original's messages, in its order, and its exit statuses.
class TensorflowjsConverterTest {
  @TempDir Path temp;
  private String in;
  private String out;

  @BeforeEach
  void writeModel() throws IOException {
    in = TinyModel.write(temp.resolve("in"), "relu").toString();
    out = temp.resolve("out").toString();
  }

  private static void assertRefused(String message, String... args) {
    Ran ran = Ran.converter(args);
    assertEquals("error: " + message + "\n", ran.err());
    assertEquals(1, ran.status());
    assertEquals("", ran.out());
  }

  private static final String FROM = "--input_format=tfjs_layers_model";
  private static final String TO_GRAPH = "--output_format=tfjs_graph_model";
  private static final String TO_LAYERS = "--output_format=tfjs_layers_model";

  // ---- usage ----

  @Test
  void mistakesInTheCommandLineAreReportedAsArgparseDoes() {
    Ran ran = Ran.converter("--input_format", "x", "a", "b");
    assertEquals(2, ran.status());
    assertTrue(ran.err().startsWith("usage: tensorflowjs_converter [-h]"), ran.err());
    assertTrue(
        ran.err()
            .endsWith(
                "\n"
                    + "tensorflowjs_converter: error: argument --input_format: invalid choice: 'x'"
                    + " (choose from 'keras', 'keras_saved_model', 'keras_keras', 'tf_saved_model',"
                    + " 'tf_hub', 'tfjs_layers_model', 'tf_frozen_model',"
                    + " 'tfjs_graph_model')\n"),
        ran.err());
  }

  @Test
  void theVersionComesBeforeAnyCheck() {
    Ran ran = Ran.converter("-v", "--weight_shard_size_bytes=-1");
    assertEquals(0, ran.status());
    assertTrue(ran.out().startsWith("\ntensorflowjs 4.22.0 (tfjs4j "), ran.out());
    assertTrue(ran.out().contains("\nDependency versions:\n  java "), ran.out());
  }

  @Test
  void helpListsEveryFlagAndWhatWorks() {
    Ran ran = Ran.converter("--help");
    assertEquals(0, ran.status());
    for (Argument argument : ConverterArguments.all()) {
      assertTrue(ran.out().contains("\n  " + argument.names().getFirst()), argument.label());
    }
    assertTrue(ran.out().contains("\nadditions of tfjs4j:\n  --input_shape"), ran.out());
    assertTrue(
        ran.out()
            .contains(
                "Available now: tfjs_layers_model to tfjs_layers_model, tfjs_layers_model to"));
  }

  // ---- the checks, in the original's order ----

  @Test
  void pathsMustBeThere() {
    assertRefused("Missing input_path argument. For usage, use the --help flag.");
    assertRefused("Missing input_path argument. For usage, use the --help flag.", "");
    assertRefused("Missing output_path argument. For usage, use the --help flag.", "in");
  }

  @Test
  void aPathThatAQuantizeFlagTookIsFound() {
    assertRefused(
        "Missing output_path argument. For usage, use the --help flag.\n--quantize_uint8 took '"
            + in
            + "' as its name patterns: put the flag behind the paths, or -- between them.",
        "--quantize_uint8",
        in,
        out);
  }

  @Test
  void shardSizeIsForTfjsOutputs() {
    assertRefused(
        "The --weight_shard_size_bytes flag is only supported when output_format is"
            + " tfjs_layers_model or tfjs_graph_model.",
        FROM,
        "--output_format=keras",
        "--weight_shard_size_bytes=1",
        in,
        out);
  }

  @Test
  void shardSizeIsPositive() {
    for (String size : List.of("0", "-7", "-99999999999999999999")) {
      assertRefused(
          "Expected weight_shard_size_bytes to be a positive integer, but got " + size,
          FROM,
          TO_GRAPH,
          "--weight_shard_size_bytes=" + size,
          in,
          out);
    }
  }

  @Test
  void theOldQuantizationFlagGoesWithNoNewOne() {
    Ran ran = Ran.converter(FROM, TO_GRAPH, "--quantization_bytes=1", in, out, "--quantize_uint8");
    assertEquals(
        """
        Warning: --quantization_bytes will be deprecated in a future release
        Please consider using --quantize_uint8, --quantize_uint16, --quantize_float16.
        error: --quantization_bytes cannot be used with the new quantization flags
        """,
        ran.err());
    assertEquals(1, ran.status());
  }

  @Test
  void onlyOneQuantizationCanTakeAllTheRest() {
    assertRefused(
        "More than one quantization fallthrough provided, exactly one is supported",
        FROM,
        TO_GRAPH,
        in,
        out,
        "--quantize_uint8",
        "--quantize_float16");
  }

  @Test
  void frozenModelsNeedOutputNodeNames() {
    assertRefused(
        "The --output_node_names flag is required for \"tf_frozen_model\"",
        "--input_format=tf_frozen_model",
        in,
        out);
  }

  @Test
  void signatureNamesAreForSavedModelsAndModules() {
    assertRefused(
        "The --signature_name flag is applicable only to \"tf_saved_model\" and \"tf_hub\" input"
            + " format, but the current input format is \"tfjs_layers_model\".",
        FROM,
        TO_GRAPH,
        "--signature_name=serving_default",
        in,
        out);
  }

  @Test
  void controlFlowIsForGraphs() {
    assertRefused(
        "The --control_flow_v2 flag is applicable only to \"tfjs_graph_model\" as output format,"
            + " but the current  output format is \"tfjs_layers_model\"",
        FROM,
        TO_LAYERS,
        "--control_flow_v2=True",
        in,
        out);
  }

  @Test
  void metadataIsPairsOfKeyAndPath() {
    assertRefused(
        "--metadata takes key:path pairs with one colon each, but got 'a': not enough values to"
            + " unpack (expected 2, got 1)",
        FROM,
        TO_GRAPH,
        "--metadata=a",
        in,
        out);
    assertRefused(
        "--metadata takes key:path pairs with one colon each, but got 'a:b:c': too many values to"
            + " unpack (expected 2)",
        FROM,
        TO_GRAPH,
        "--metadata=a:b:c",
        in,
        out);
  }

  @Test
  void metadataIsJson() throws IOException {
    Path bad = Files.writeString(temp.resolve("bad.json"), "{");
    assertRefused(
        "Loading metadata error: the path is expected to contain valid JSON content, but cannot"
            + " read valid JSON content from "
            + bad
            + ".",
        FROM,
        TO_GRAPH,
        "--metadata=a:" + bad,
        in,
        out);
    assertRefused(
        "Loading metadata error: no such file: nowhere.json",
        FROM,
        TO_GRAPH,
        "--metadata=a:nowhere.json",
        in,
        out);
  }

  private static String becomes(String from) {
    return from
        + " becomes "
        + Converter.pairs().stream()
            .filter(pair -> pair.from().name().equals(from))
            .map(pair -> pair.to().name())
            .collect(Collectors.joining(", "))
        + ".";
  }

  @Test
  void pairsThatTheOriginalLacksAreRefusedInItsWords() {
    assertRefused(
        "Unsupported input_format - output_format pair: tf_saved_model - tfjs_layers_model\n"
            + "A graph is frozen already: its layers cannot be had back.\n"
            + becomes("tf_saved_model"),
        "--input_format=tf_saved_model",
        "--output_format=tfjs_layers_model",
        in,
        out);
    assertRefused(
        "Unsupported input_format - output_format pair: keras_keras - None\n"
            + becomes("keras_keras"),
        "--input_format=keras_keras",
        in,
        out);
  }

  @Test
  void pairsThatWeLackSoFarNameThoseThatWork() {
    assertRefused(
        "Converting tfjs_layers_model to keras_saved_model is not available yet.\n"
            + "tfjs_layers_model becomes "
            + Converter.pairs().stream()
                .filter(pair -> pair.from().name().equals("tfjs_layers_model"))
                .map(pair -> pair.to().name())
                .collect(Collectors.joining(", "))
            + ".",
        FROM,
        "--output_format=keras_saved_model",
        in,
        out);
  }

  @Test
  void aFileIsNotWrittenOverAFolder() throws IOException {
    Files.createDirectories(Path.of(out));
    assertRefused(
        "For input_type=tfjs_layers_model & output_format=keras, the output path should be the path"
            + " to an HDF5 file, but received an existing directory ("
            + out
            + ").",
        FROM,
        in,
        out);
  }

  @Test
  void theDefaultInputFormatIsPointedOutWhereItIsWrong() {
    assertRefused(
        "Without --input_format the input is taken for a tf_saved_model, but "
            + in
            + " is a tfjs_layers_model: say --input_format=tfjs_layers_model"
            + " --output_format=tfjs_graph_model.",
        in,
        out);
  }

  @Test
  void theFirstFailingCheckSpeaks() {
    assertRefused(
        "Expected weight_shard_size_bytes to be a positive integer, but got 0",
        FROM,
        TO_GRAPH,
        "--weight_shard_size_bytes=0",
        "--signature_name=x",
        "--metadata=x",
        in,
        out);
  }

  // ---- conversions ----

  private JsonNode convert(String... options) {
    String[] args = java.util.Arrays.copyOf(options, options.length + 2);
    args[options.length] = in;
    args[options.length + 1] = out;
    Ran ran = Ran.converter(args);
    assertEquals("", ran.err());
    assertEquals(0, ran.status());
    return JsonMapper.shared().readTree(temp.resolve("out/model.json").toFile());
  }

  @Test
  void aLayersModelBecomesAGraphModel() {
    JsonNode model = convert(FROM, TO_GRAPH);
    assertEquals("graph-model", model.path("format").asString());
    assertTrue(model.path("signature").path("outputs").has("only"), model.toString());
  }

  @Test
  void theFolderWillDoForItsModelJson() {
    in = temp.resolve("in").toString();
    assertEquals("graph-model", convert(FROM, TO_GRAPH).path("format").asString());
  }

  @Test
  void aLayersModelIsStoredAnew() throws IOException {
    JsonNode model = convert(FROM, TO_LAYERS, "--weight_shard_size_bytes=20");
    assertEquals("layers-model", model.path("format").asString());
    assertEquals(2, model.path("weightsManifest").path(0).path("paths").size());
    assertEquals(20, Files.size(temp.resolve("out/group1-shard1of2.bin")));
  }

  @Test
  void weightsAreQuantizedByName() {
    JsonNode weights =
        convert(FROM, TO_LAYERS, "--quantize_uint8=*/kernel", "--quantize_float16=*bias")
            .path("weightsManifest")
            .path(0)
            .path("weights");
    assertEquals("uint8", weights.path(0).path("quantization").path("dtype").asString());
    assertEquals("float16", weights.path(1).path("quantization").path("dtype").asString());
  }

  @Test
  void metadataIsAdded() throws IOException {
    Path meta = Files.writeString(temp.resolve("meta.json"), "{\"labels\": [\"a\"]}");
    JsonNode model = convert(FROM, TO_GRAPH, "--metadata=extra:" + meta);
    assertEquals(
        "a", model.path("userDefinedMetadata").path("extra").path("labels").path(0).asString());
  }

  @Test
  void inputShapesAreFixed() {
    for (String shape : List.of("[5,3]", "only_input=5,3")) {
      JsonNode inputs =
          convert(FROM, TO_GRAPH, "--input_shape", shape).path("signature").path("inputs");
      assertTrue(inputs.toString().contains("\"5\""), inputs.toString());
    }
  }

  @Test
  void flagsWithoutEffectAreNamed() throws IOException {
    Path meta = Files.writeString(temp.resolve("meta.json"), "1");
    Ran ran = Ran.converter(FROM, TO_LAYERS, "--metadata=a:" + meta, in, out);
    assertEquals(
        "Warning: --metadata has no effect from tfjs_layers_model to tfjs_layers_model.\n",
        ran.err());
    assertEquals(0, ran.status());
  }

  @Test
  void aSummaryIsPrintedUnlessQuiet() {
    Ran loud = Ran.converter(FROM, TO_GRAPH, in, out);
    assertTrue(loud.out().startsWith(out + ": "), loud.out());
    assertEquals("", Ran.converter(FROM, TO_GRAPH, "--quiet", in, out).out());
  }

  @Test
  void aBrokenModelIsOneLineAndStatusOne() throws IOException {
    Files.delete(temp.resolve("in/weights.bin"));
    Ran ran = Ran.converter(FROM, TO_GRAPH, in, out);
    assertEquals(1, ran.status());
    assertTrue(ran.err().startsWith("error: "), ran.err());
    assertTrue(ran.err().contains("weights.bin"), ran.err());
    assertFalse(ran.err().contains("\tat "), ran.err());
    assertFalse(Files.exists(temp.resolve("out")));
  }

  @Test
  void anotherKindOfModelIsReplacedWithAWarning() throws IOException {
    String folder = TinyModel.write(temp.resolve("both"), "relu").getParent().toString();
    Ran ran =
        Ran.converter(
            "--input_format=tfjs_layers_model", "--output_format=tfjs_graph_model", folder, folder);
    assertEquals(0, ran.status());
    assertEquals(
        "Warning: " + folder + " is the input, and becomes a tfjs_graph_model.\n", ran.err());
  }
}
