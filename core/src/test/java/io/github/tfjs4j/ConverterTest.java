package io.github.tfjs4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.Converter.Converted;
import io.github.tfjs4j.Converter.Pair;
import io.github.tfjs4j.Converter.Request;
import io.github.tfjs4j.Converter.Stored;
import io.github.tfjs4j.Converter.Translation;
import io.github.tfjs4j.format.Json;
import io.github.tfjs4j.format.QuantizationPlan;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tree.Tree;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ConverterTest {
  private static final Pair LAYERS = Converter.pair("tfjs_layers_model", "tfjs_layers_model");

  private static final JsonMapper JSON = JsonMapper.shared();

  /// Two branches of one dense layer each; the keys that no converter knows stand for those of the
  /// future.
  private static final String TWO_INPUTS =
      """
      {"format": "layers-model", "generatedBy": "TensorFlow.js tfjs-layers v4.22.0", "convertedBy": null,
       "trainingConfig": {"optimizer_config": {"class_name": "Adam", "config": {"learning_rate": 1.0e-3}}, "loss": "mse"},
       "userDefinedMetadata": {"labels": ["a", "b"], "pi": 3.1, "structuredOutputKeys": ["wrong"], "signature": 1},
       "future": {"key": [1e300, -0.0, 12345678901234567890]},
       "modelTopology": {"class_name": "Model", "keras_version": "tfjs-layers 4.22.0", "backend": "tensor_flow.js",
         "config": {"name": "m", "layers": [
           {"class_name": "InputLayer", "name": "left", "inbound_nodes": [],
            "config": {"name": "left", "dtype": "float32", "batch_input_shape": [null, null, 3]}},
           {"class_name": "InputLayer", "name": "right", "inbound_nodes": [],
            "config": {"name": "right", "dtype": "float32", "batch_input_shape": [null, 3]}},
           {"class_name": "Dense", "name": "wide", "inbound_nodes": [[["left", 0, 0, {}]]],
            "config": {"name": "wide", "units": 2, "activation": "relu", "use_bias": false}},
           {"class_name": "Dense", "name": "deep", "inbound_nodes": [[["right", 0, 0, {}]]],
            "config": {"name": "deep", "units": 2, "activation": "linear", "use_bias": true}}],
         "input_layers": [["left", 0, 0], ["right", 0, 0]], "output_layers": [["wide", 0, 0], ["deep", 0, 0]]}},
       "weightsManifest": [{"paths": ["weights.bin"], "weights": [
         {"name": "wide/kernel", "shape": [3, 2], "dtype": "float32"},
         {"name": "deep/kernel", "shape": [3, 2], "dtype": "float32"},
         {"name": "deep/bias", "shape": [2], "dtype": "float32"}]}]}
      """;

  @TempDir Path dir;
  private Path in;
  private Path out;

  @BeforeEach
  void writeModel() throws IOException {
    in = Files.createDirectories(dir.resolve("in"));
    out = dir.resolve("out");
    write(TWO_INPUTS, 14);
  }

  /// A model whose weights are 1/8, 2/8, ...
  private void write(String json, int weights) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4 * weights).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 1; i <= weights; i++) {
      bytes.putFloat(i / 8f);
    }
    Files.write(in.resolve("weights.bin"), bytes.array());
    Files.writeString(in.resolve("model.json"), json);
  }

  private ObjectNode toGraph(ConvertOptions options) {
    Converter.convert(in, out, options);
    return read(out);
  }

  private static Converted converted(Path from, Path to, ConvertOptions options) {
    return (Converted) Converter.convert(from, to, options);
  }

  private Stored toLayers(Path to, ConvertOptions options) {
    return (Stored) Converter.convert(new Request(Source.of(in), to, LAYERS, options));
  }

  private static ObjectNode read(Path folder) {
    return (ObjectNode) JSON.readTree(folder.resolve("model.json").toFile());
  }

  /// Every file of a folder by name, byte by byte.
  private static Map<String, String> content(Path folder) throws IOException {
    Map<String, String> out = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.put(
            folder.relativize(file).toString(),
            Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return out;
  }

  private static void assertSame(Path a, Path b, ConvertOptions options) {
    Verification.Result result =
        Verification.run(
            InferenceModel.load(Source.of(a), options.read()),
            InferenceModel.load(Source.of(b), options.read()),
            Verification.DEFAULT);
    assertEquals(Verification.Verdict.EQUAL, result.verdict(), result::toString);
  }

  // ---- to a graph ----

  @Test
  void the_result_computes_the_same() {
    Converted report = converted(in, out, ConvertOptions.DEFAULT);
    assertSame(in, out, ConvertOptions.DEFAULT);
    assertEquals(out, report.output());
    Translation translation = report.translation();
    assertEquals(Semantics.TFJS, translation.semantics());
    assertEquals(List.of(), translation.semanticsLayers());
    assertEquals(56, report.weightBytesBefore());
    assertEquals(1, report.written().weightFiles());
    assertTrue(translation.nodesAfter() <= translation.nodesBefore(), translation::toString);
  }

  @Test
  void metadata_is_carried_over_and_added_to() {
    ConvertOptions more =
        ConvertOptions.DEFAULT.withWrite(w ->
            w.withMetadata(
                Map.of("extra", Json.parse("{\"n\": [1]}", "text"), "labels", Tree.of("new"))));
    JsonNode metadata = toGraph(more).path("userDefinedMetadata");
    assertEquals("{\"labels\":\"new\",\"pi\":3.1,\"extra\":{\"n\":[1]}}", metadata.toString());
  }

  @Test
  void a_model_without_metadata_gets_none() throws IOException {
    write(TWO_INPUTS.replaceFirst("(?m)^ *\"userDefinedMetadata.*\\R", ""), 14);
    assertFalse(toGraph(ConvertOptions.DEFAULT).has("userDefinedMetadata"));
  }

  @Test
  void the_makers_name_is_carried_over() {
    ObjectNode model = toGraph(ConvertOptions.DEFAULT);
    assertEquals("TensorFlow.js tfjs-layers v4.22.0", model.path("generatedBy").asString());
    assertTrue(model.path("convertedBy").asString().startsWith("tfjs4j"), model::toString);
  }

  @Test
  void structured_outputs_are_keyed_by_the_output_names_in_the_models_order() {
    JsonNode keys =
        toGraph(ConvertOptions.DEFAULT.withWrite(w -> w.withStructuredOutputs(true)))
            .path("userDefinedMetadata")
            .path("structuredOutputKeys");
    assertEquals("[\"wide\",\"deep\"]", keys.toString());
  }

  @Test
  void inputs_get_the_shape_that_is_given_by_name() {
    ObjectNode model =
        toGraph(
            ConvertOptions.DEFAULT.withRead(
                r -> r.withInputShapes(Map.of("left", Shape.of(5, 4, 3)))));
    JsonNode inputs = model.path("signature").path("inputs");
    assertEquals(List.of("left", "right"), List.copyOf(inputs.propertyNames()));
    assertEquals(
        "5", inputs.path("left").path("tensorShape").path("dim").path(0).path("size").asString());
    assertEquals(
        "4", inputs.path("left").path("tensorShape").path("dim").path(1).path("size").asString());
    assertEquals(
        "-1", inputs.path("right").path("tensorShape").path("dim").path(0).path("size").asString());
  }

  @Test
  void a_shape_without_a_name_is_for_the_only_input() throws IOException {
    ConvertOptions unnamed =
        ConvertOptions.DEFAULT.withRead(r -> r.withInputShapes(Map.of("", Shape.of(5, 3))));
    ShapeException e = assertThrows(ShapeException.class, () -> toGraph(unnamed));
    assertTrue(
        e.getMessage()
            .endsWith(
                "the model has several inputs, [left, right]: say for which one the shape is, as NAME=[5, 3]"),
        e.getMessage());
    write(
        sequential(
            "Dense", "\"units\": 2, \"use_bias\": false", "[null, 3]", "it/kernel", "[3, 2]"),
        6);
    JsonNode inputs = toGraph(unnamed).path("signature").path("inputs");
    assertEquals(
        "5",
        inputs.path("it_input").path("tensorShape").path("dim").path(0).path("size").asString());
  }

  @Test
  void a_shape_that_fits_no_input_is_refused() {
    Map<String, String> wrong =
        Map.of(
            "middle",
            "middle",
            "right",
            "deep (Dense): weight 'kernel' has shape [3, 2], its config and input ask for [4, 2]");
    wrong.forEach((input, message) -> {
      ConvertOptions options =
          ConvertOptions.DEFAULT.withRead(r -> r.withInputShapes(Map.of(input, Shape.of(5, 4))));
      ModelException e = assertThrows(ModelException.class, () -> toGraph(options));
      assertTrue(e.getMessage().contains(message), e.getMessage());
      assertFalse(Files.exists(out));
    });
  }

  private static String sequential(
      String className, String config, String shape, String weight, String weightShape) {
    String weights =
        weight.isEmpty()
            ? ""
            : "{\"name\": \"%s\", \"shape\": %s, \"dtype\": \"float32\"}"
                .formatted(weight, weightShape);
    return """
    {"format": "layers-model", "modelTopology": {"class_name": "Sequential", "keras_version": "tfjs-layers 4.22.0",
      "backend": "tensor_flow.js", "config": {"name": "s", "layers": [
        {"class_name": "%s", "config": {"name": "it", "batch_input_shape": %s, "dtype": "float32", %s}}]}},
     "weightsManifest": [{"paths": ["weights.bin"], "weights": [%s]}]}
    """
        .formatted(className, shape, config, weights);
  }

  @Test
  void semantics_can_be_overridden() throws IOException {
    write(
        sequential(
            "UpSampling2D",
            "\"size\": [2, 2], \"interpolation\": \"bilinear\"",
            "[null, 3, 3, 1]",
            "",
            ""),
        0);
    Translation own = converted(in, out, ConvertOptions.DEFAULT).translation();
    assertEquals(Semantics.TFJS, own.semantics());
    assertEquals(List.of("it (UpSampling2D)"), own.semanticsLayers());
    ConvertOptions keras = ConvertOptions.DEFAULT.withRead(r -> r.withSemantics(Semantics.KERAS2));
    assertEquals(
        Semantics.KERAS2, converted(in, dir.resolve("keras"), keras).translation().semantics());
    Map<String, Tensor> ramp =
        Map.of("it_input", Tensor.of(new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8}, 1, 3, 3, 1));
    // TF.js samples at 0, 1/2, 1, ...; Keras half a pixel to the left.
    assertEquals(0.5, GraphModel.load(out).predict(ramp).get("it").get(1));
    assertEquals(0.25, GraphModel.load(dir.resolve("keras")).predict(ramp).get("it").get(1));
  }

  @Test
  void an_explanation_writes_nothing() throws IOException {
    Map<String, String> before = content(dir);
    Translation report = Converter.explain(in, ConvertOptions.DEFAULT).translation();
    assertEquals(before, content(dir));
    assertFalse(report.passes().isEmpty());
    assertEquals(report.nodesBefore(), report.passes().getFirst().before());
    assertEquals(report.nodesAfter(), report.passes().getLast().after());
  }

  @Test
  void progress_goes_forward() {
    List<Double> seen = new java.util.ArrayList<>();
    Converter.convert(
        new Request(
                Source.of(in),
                out,
                Converter.pair("tfjs_layers_model", "tfjs_graph_model"),
                ConvertOptions.DEFAULT)
            .withProgress((_, done) -> seen.add(done)));
    assertEquals(seen.stream().sorted().toList(), seen);
    assertTrue(seen.size() > 1 && seen.getLast() <= 1, seen::toString);
  }

  @Test
  void weights_are_quantized_and_sharded() throws IOException {
    ConvertOptions options =
        ConvertOptions.DEFAULT.withWrite(w ->
            w.withQuantization(new QuantizationPlan(Map.of(DataType.UINT8, List.of("*kernel*"))))
                .withShardBytes(5));
    Stored report = toLayers(out, options);
    assertEquals(6 + 6 + 8, report.written().weightBytes());
    assertEquals(4, report.written().weightFiles());
    JsonNode weights = read(out).path("weightsManifest").path(0).path("weights");
    assertEquals("uint8", weights.path(0).path("quantization").path("dtype").asString());
    assertFalse(weights.path(2).has("quantization"));
  }

  // ---- to layers ----

  @Test
  void from_layers_to_layers_only_the_manifest_changes() throws IOException {
    toLayers(out, ConvertOptions.DEFAULT.withWrite(w -> w.withShardBytes(20)));
    ObjectNode was = read(in);
    ObjectNode is = read(out);
    assertEquals(List.copyOf(was.propertyNames()), List.copyOf(is.propertyNames()));
    assertEquals(3, is.path("weightsManifest").path(0).path("paths").size());
    was.remove("weightsManifest");
    is.remove("weightsManifest");
    assertEquals(was, is);
    byte[] joined = new byte[0];
    for (String shard : content(out).keySet()) {
      if (!shard.endsWith(".json")) {
        byte[] more = Files.readAllBytes(out.resolve(shard));
        joined = ByteBuffer.allocate(joined.length + more.length).put(joined).put(more).array();
      }
    }
    assertEquals(
        -1, java.util.Arrays.mismatch(Files.readAllBytes(in.resolve("weights.bin")), joined));
  }

  // ---- the output folder ----

  @Test
  void a_conversion_that_fails_leaves_the_old_output() throws IOException {
    Converter.convert(in, out, ConvertOptions.DEFAULT);
    Files.writeString(out.resolve("notes.txt"), "mine");
    Map<String, String> before = content(out);
    Files.write(in.resolve("weights.bin"), new byte[55]);
    assertThrows(ModelException.class, () -> Converter.convert(in, out, ConvertOptions.DEFAULT));
    assertThrows(ModelException.class, () -> toLayers(out, ConvertOptions.DEFAULT));
    write(TWO_INPUTS.replace("\"relu\"", "\"rely\""), 14);
    assertThrows(ModelException.class, () -> Converter.convert(in, out, ConvertOptions.DEFAULT));
    assertEquals(before, content(out));
    try (Stream<Path> all = Files.list(dir)) {
      assertEquals(
          List.of("in", "out"),
          all.map(p -> p.getFileName().toString()).sorted().toList(),
          "nothing is left beside it");
    }
  }

  @Test
  void a_model_is_converted_onto_itself() throws IOException {
    Path copy = Files.createDirectories(dir.resolve("copy"));
    for (String file : List.of("model.json", "weights.bin")) {
      Files.copy(in.resolve(file), copy.resolve(file));
    }
    Files.writeString(in.resolve("notes.txt"), "mine");
    toLayers(in, ConvertOptions.DEFAULT.withWrite(w -> w.withShardBytes(30)));
    assertEquals(
        List.of("group1-shard1of2.bin", "group1-shard2of2.bin", "model.json", "notes.txt"),
        List.copyOf(content(in).keySet()));
    assertSame(copy, in, ConvertOptions.DEFAULT);
    Converter.convert(in, in, ConvertOptions.DEFAULT);
    assertEquals(
        List.of("group1-shard1of1.bin", "model.json", "notes.txt"),
        List.copyOf(content(in).keySet()));
    assertSame(copy, in, ConvertOptions.DEFAULT);
  }

  @Test
  void an_output_that_is_a_file_is_refused() throws IOException {
    Files.writeString(out, "mine");
    ModelException e =
        assertThrows(
            ModelException.class, () -> Converter.convert(in, out, ConvertOptions.DEFAULT));
    assertTrue(e.getMessage().contains(out.toString()), e.getMessage());
    assertEquals("mine", Files.readString(out));
  }

  @Test
  void a_graph_has_no_layers_and_pairs_to_come_are_named() {
    Converter.convert(in, out, ConvertOptions.DEFAULT);
    ModelException frozen =
        assertThrows(
            ModelException.class,
            () -> Converter.convert(out, dir.resolve("x"), ConvertOptions.DEFAULT));
    assertTrue(
        frozen.getMessage().contains("not a LayersModel: it is a GraphModel"), frozen.getMessage());
    ModelException explained =
        assertThrows(ModelException.class, () -> Converter.explain(out, ConvertOptions.DEFAULT));
    assertTrue(explained.getMessage().contains("frozen already"), explained.getMessage());
    ModelException pair =
        assertThrows(ModelException.class, () -> Converter.pair("keras", "tfjs_layers_model"));
    assertTrue(
        pair.getMessage().startsWith("Converting keras to tfjs_layers_model is not available yet"),
        pair.getMessage());
  }

  // ---- memory ----

  /// What the child process below runs.
  static final class Child {
    public static void main(String[] args) {
      ConvertOptions options = ConvertOptions.DEFAULT;
      if (args.length > 3) {
        QuantizationPlan plan = QuantizationPlan.all(DataType.valueOf(args[3]));
        options = options.withWrite(w -> w.withQuantization(plan));
      }
      Converter.convert(
          new Request(
              Source.of(Path.of(args[0])),
              Path.of(args[1]),
              Converter.pair("tfjs_layers_model", args[2]),
              options));
    }
  }

  /// A stack of dense layers whose batch norms are folded into them, so that every weight is made
  /// anew.
  private long writeStack(int layers, int units) throws IOException {
    StringBuilder topology = new StringBuilder();
    StringBuilder weights = new StringBuilder();
    for (int i = 0; i < layers; i++) {
      String first = i == 0 ? "\"batch_input_shape\": [null, %d], ".formatted(units) : "";
      topology.append(
          """
          {"class_name": "Dense", "config": {%s"name": "d%d", "units": %d, "use_bias": false, "activation": "linear"}},
          {"class_name": "BatchNormalization", "config": {"name": "b%d", "center": false}}%s
          """
              .formatted(first, i, units, i, i == layers - 1 ? "" : ","));
      weights.append(
          "{\"name\": \"d%d/kernel\", \"shape\": [%d, %d], \"dtype\": \"float32\"}"
              .formatted(i, units, units));
      for (String w : List.of("gamma", "moving_mean", "moving_variance")) {
        weights.append(
            ",{\"name\": \"b%d/%s\", \"shape\": [%d], \"dtype\": \"float32\"}"
                .formatted(i, w, units));
      }
      weights.append(i == layers - 1 ? "" : ",");
    }
    Files.writeString(
        in.resolve("model.json"),
        """
        {"format": "layers-model", "modelTopology": {"class_name": "Sequential", "keras_version": "tfjs-layers 4.22.0",
          "backend": "tensor_flow.js", "config": {"name": "s", "layers": [%s]}},
         "weightsManifest": [{"paths": ["weights.bin"], "weights": [%s]}]}
        """
            .formatted(topology, weights));
    long bytes = 4L * layers * (units * (long) units + 3L * units);
    try (RandomAccessFile file = new RandomAccessFile(in.resolve("weights.bin").toFile(), "rw")) {
      file.setLength(bytes);
      for (int i = 0; i < layers; i++) {
        // No two kernels are equal, or they would be shared.
        file.seek(4L * i * (units * (long) units + 3L * units));
        file.writeInt(Integer.reverseBytes(Float.floatToIntBits(i + 1)));
      }
    }
    return bytes;
  }

  private void assertConvertsIn(long megabytes, String... args)
      throws IOException, InterruptedException {
    List<String> command = new java.util.ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx" + megabytes + "m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            in.toString(),
            out.toString()));
    command.addAll(List.of(args));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    assertTrue(Files.exists(out.resolve("model.json")), said);
  }

  @Test
  void the_heap_holds_the_weights_once_and_a_hundred_megabytes() throws Exception {
    long megabytes = writeStack(4, 3000) / 1_000_000 + 100;
    assertConvertsIn(megabytes, "tfjs_graph_model");
    assertEquals(4 * 4L * 3000 * 3000, shards(out), "the kernels alone are left");
    assertConvertsIn(megabytes, "tfjs_graph_model", "UINT8");
  }

  @Test
  void what_is_only_copied_needs_no_heap_of_its_size() throws Exception {
    writeStack(4, 3000);
    assertConvertsIn(100, "tfjs_layers_model");
    assertConvertsIn(100, "tfjs_layers_model", "UINT8");
  }

  private static long shards(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> f.toString().endsWith(".bin"))
          .mapToLong(f -> f.toFile().length())
          .sum();
    }
  }
}
