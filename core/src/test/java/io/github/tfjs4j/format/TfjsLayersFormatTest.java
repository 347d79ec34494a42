package io.github.tfjs4j.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class TfjsLayersFormatTest {
  private static final TfjsLayersFormat FORMAT = new TfjsLayersFormat();

  @TempDir Path dir;

  static Stream<Path> cases() {
    return Cases.of("layers").stream();
  }

  private static KerasModel read(Path path) {
    return FORMAT.read(Source.of(path));
  }

  private static void sameBits(KerasModel a, KerasModel b) {
    Iterator<WeightEntry> others = b.entries().iterator();
    a.entries()
        .forEach(e -> {
          WeightEntry other = others.next();
          assertEquals(e.name(), other.name());
          assertTrue(e.data().tensor().sameBits(other.data().tensor()), e.name());
        });
    assertFalse(others.hasNext());
  }

  /// The `model.json` of a folder.
  private static JsonNode json(Path folder) {
    return Folder.json(folder.resolve("model.json"));
  }

  private static JsonNode withoutPaths(JsonNode json) {
    JsonNode copy = json.deepCopy();
    copy.path("weightsManifest").forEach(g -> ((ObjectNode) g).remove("paths"));
    return copy;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void writtenBackOnlyTheShardsChange(Path model) {
    KerasModel read = read(model);
    assertInstanceOf(TfjsLayersFormat.class, Formats.of(Source.of(model)));
    FORMAT.write(read, dir.resolve("out"), WriteOptions.DEFAULT.withShardBytes(1003));
    KerasModel back = read(dir.resolve("out"));
    assertEquals(withoutPaths(json(model)), withoutPaths(json(dir.resolve("out"))));
    assertEquals(
        List.copyOf(json(model).propertyNames()),
        List.copyOf(json(dir.resolve("out")).propertyNames()));
    sameBits(read, back);
  }

  private static final String ENTRIES =
      """
      {"name":"d/kernel","shape":[2],"dtype":"float32","mine":1},{"name":"d/bias","shape":[1],"dtype":"float32"},
      {"name":"steps","shape":[1],"dtype":"int32"},{"name":"opt/m","shape":[2],"dtype":"float32","group":"optimizer"}\
      """;

  private static final byte[] BYTES = Folder.floats(0, 1, 5, 7, -1, 1);

  @Test
  void shardsAreNamedAndCutAsTheOriginalDoes() throws IOException {
    FORMAT.write(
        read(Folder.layers(dir.resolve("in"), ENTRIES, BYTES)),
        dir.resolve("out"),
        WriteOptions.DEFAULT.withShardBytes(10));
    Path out = dir.resolve("out");
    assertEquals(
        List.of(
            "group1-shard1of3.bin", "group1-shard2of3.bin", "group1-shard3of3.bin", "model.json"),
        List.copyOf(Folder.content(out).keySet()));
    assertEquals(10, Files.size(out.resolve("group1-shard2of3.bin")));
    assertEquals(4, Files.size(out.resolve("group1-shard3of3.bin")));
  }

  @Test
  void onlyFloatWeightsOfTheModelAreQuantized() {
    KerasModel in = read(Folder.layers(dir.resolve("in"), ENTRIES, BYTES));
    FORMAT.write(
        in,
        dir.resolve("out"),
        WriteOptions.DEFAULT
            .withShardBytes(1000)
            .withQuantization(QuantizationPlan.all(DataType.UINT8)));
    KerasModel back = read(dir.resolve("out"));
    assertEquals(
        "[{\"paths\":[\"group1-shard1of1.bin\"],\"weights\":["
            + "{\"name\":\"d/kernel\",\"shape\":[2],\"dtype\":\"float32\",\"mine\":1,\"quantization\":"
            + "{\"dtype\":\"uint8\",\"min\":-0.0,\"scale\":0.00392156862745098,\"original_dtype\":\"float32\"}},"
            + "{\"name\":\"d/bias\",\"shape\":[1],\"dtype\":\"float32\",\"quantization\":"
            + "{\"dtype\":\"uint8\",\"min\":5.0,\"scale\":1.0,\"original_dtype\":\"float32\"}},"
            + "{\"name\":\"steps\",\"shape\":[1],\"dtype\":\"int32\"},"
            + "{\"name\":\"opt/m\",\"shape\":[2],\"dtype\":\"float32\",\"group\":\"optimizer\"}]}]",
        Folder.text(json(dir.resolve("out")).path("weightsManifest")));
    sameBits(in, back);
    assertTrue(back.weights().getFirst().entries().get(3).isOptimizer());
  }

  @Test
  void quantizedWeightsKeepTheirCodesUnlessOtherCodesAreAskedFor() {
    String entry =
        "{\"name\":\"w\",\"shape\":[2],\"dtype\":\"float32\",\"quantization\":{\"dtype\":\"uint8\",\"min\":1,\"scale\":0.5,\"x\":7}}";
    KerasModel in = read(Folder.layers(dir.resolve("in"), entry, new byte[] {3, 9}));
    for (QuantizationPlan plan :
        List.of(QuantizationPlan.NONE, QuantizationPlan.all(DataType.UINT8))) {
      Path out = dir.resolve("out" + plan.hashCode());
      FORMAT.write(in, out, WriteOptions.DEFAULT.withShardBytes(1000).withQuantization(plan));
      assertEquals(withoutPaths(json(dir.resolve("in"))), withoutPaths(json(out)));
      assertEquals("\u0003\t", Folder.content(out).get("group1-shard1of1.bin"));
    }
    FORMAT.write(
        in,
        dir.resolve("out"),
        WriteOptions.DEFAULT
            .withShardBytes(1000)
            .withQuantization(QuantizationPlan.all(DataType.HALF)));
    KerasModel half = read(dir.resolve("out"));
    assertEquals(
        "float16",
        json(dir.resolve("out"))
            .at("/weightsManifest/0/weights/0/quantization/dtype")
            .stringValue());
    sameBits(in, half);
  }

  @Test
  void everyGroupStaysAGroup() {
    String json =
        """
        {"modelTopology":{"class_name":"Sequential"},"trainingConfig":{"loss":"mse"},"mine":{"a":[1,2.50]},
         "weightsManifest":[{"paths":["w.bin"],"weights":[{"name":"a","shape":[],"dtype":"float32"}],"note":"x"},
           {"paths":[],"weights":[]},{"paths":["v.bin"],"weights":[{"name":"b","shape":[1],"dtype":"float32"}]}]}\
        """;
    Folder.write(dir.resolve("in/v.bin"), Folder.floats(5));
    KerasModel in = read(Folder.model(dir.resolve("in"), json, Folder.floats(4)));
    FORMAT.write(in, dir.resolve("out"), WriteOptions.DEFAULT);
    assertEquals(withoutPaths(json(dir.resolve("in"))), withoutPaths(json(dir.resolve("out"))));
    List<String> paths = new ArrayList<>();
    json(dir.resolve("out"))
        .path("weightsManifest")
        .forEach(g -> ((ArrayNode) g.path("paths")).forEach(p -> paths.add(p.stringValue())));
    assertEquals(List.of("group1-shard1of1.bin", "group3-shard1of1.bin"), paths);
  }

  @Test
  void aModelCanBeWrittenOverItself() {
    Path in = Folder.layers(dir.resolve("in"), ENTRIES, BYTES);
    Tensor before = read(in).entries().findFirst().orElseThrow().data().tensor();
    for (int shard : new int[] {7, 1000, 7, 5}) {
      FORMAT.write(read(in), in, WriteOptions.DEFAULT.withShardBytes(shard));
      assertTrue(before.sameBits(read(in).entries().findFirst().orElseThrow().data().tensor()));
    }
    assertEquals(6, Folder.content(in).size(), Folder.content(in).keySet().toString());
  }

  @Test
  void aFailureInTheMiddleChangesNothing() {
    Path in = Folder.layers(dir.resolve("in"), ENTRIES, Folder.floats(0, 1, Float.NaN, 7, -1, 1));
    KerasModel model = read(in);
    Map<String, String> before = Folder.content(in);
    WriteOptions options =
        WriteOptions.DEFAULT
            .withShardBytes(3)
            .withQuantization(QuantizationPlan.all(DataType.UINT8));
    ModelException e = assertThrows(ModelException.class, () -> FORMAT.write(model, in, options));
    assertTrue(e.getMessage().startsWith("weight 'd/bias' cannot be quantized"), e.getMessage());
    assertEquals(before, Folder.content(in));
    assertThrows(ModelException.class, () -> FORMAT.write(model, dir.resolve("new/deep"), options));
    assertFalse(Files.exists(dir.resolve("new")));
  }

  @Test
  void theFileMayHaveAnyNameAndBeABareTopology() {
    Path file = dir.resolve("my net.json");
    Folder.write(
        file, "{\"class_name\":\"Sequential\",\"config\":[]}".getBytes(StandardCharsets.UTF_8));
    KerasModel bare = read(file);
    assertEquals(Json.read(file), bare.topology());
    FORMAT.write(bare, dir.resolve("out"), WriteOptions.DEFAULT);
    assertEquals(Folder.json(file), json(dir.resolve("out")));
  }

  @Test
  void whatIsNoLayersModelIsNamed() {
    assertFails(
        "[{\"paths\":[],\"weights\":[]}]",
        "model.json: this is a weights manifest without a model");
    assertFails("[1]", "model.json: expected a JSON object, found [1]");
    assertFails(
        "{\"modelTopology\":{\"node\":[]}}",
        "model.json: this is not a LayersModel: it is a GraphModel");
    assertFails(
        "{\"modelTopology\":null,\"weightsManifest\":[{}]}",
        "its modelTopology is null, so it holds weights only: what is computed with them");
    assertFails("{\"weightsManifest\":[{}]}", "its modelTopology is missing, so it holds weights");
    assertFails("{\"modelTopology\":null}", "its modelTopology is null");
    assertFails("{}", "model.json: this is not a LayersModel: it has no modelTopology");
    assertFails("{\"modelTopology\":7}", "has neither 'node' (a GraphModel) nor");
    FormatException none = assertThrows(FormatException.class, () -> Formats.of(Source.of(dir)));
    assertTrue(
        none.getMessage().contains("read are tfjs_layers_model, tfjs_graph_model"),
        none.getMessage());
    FormatException gone =
        assertThrows(FormatException.class, () -> Source.of(dir.resolve("gone")));
    assertEquals(dir.resolve("gone") + ": there is no such file or folder", gone.getMessage());
  }

  private void assertFails(String json, String message) {
    Folder.write(dir.resolve("model.json"), json.getBytes(StandardCharsets.UTF_8));
    FormatException e = assertThrows(FormatException.class, () -> read(dir));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }
}
