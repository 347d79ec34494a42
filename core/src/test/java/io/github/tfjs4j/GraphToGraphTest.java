package io.github.tfjs4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.Converter.Optimized;
import io.github.tfjs4j.Converter.Report;
import io.github.tfjs4j.Converter.Request;
import io.github.tfjs4j.Converter.Stored;
import io.github.tfjs4j.format.QuantizationPlan;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tree.Tree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GraphToGraphTest {
  private static final String T = "\"T\":{\"type\":\"DT_FLOAT\"}";

  private static final String FLOAT = "\"dtype\":{\"type\":\"DT_FLOAT\"}";

  private static final String X =
      node(
          "x",
          "Placeholder",
          "",
          FLOAT + ",\"shape\":{\"shape\":{\"dim\":[{\"size\":\"-1\"},{\"size\":\"2\"}]}}");

  private static final String W = node("w", "Const", "", FLOAT + ",\"_kept\":{\"b\":true}");

  @TempDir Path dir;

  private static String node(String name, String op, String inputs, String attr) {
    String quoted = inputs.isEmpty() ? "" : "\"" + inputs.replace(",", "\",\"") + "\"";
    return "{\"name\":\"%s\",\"op\":\"%s\",\"input\":[%s],\"attr\":{%s}}"
        .formatted(name, op, quoted, attr);
  }

  /// Writes a model whose weight is `w`, [[1, 2], [3, 4]].
  ///
  /// @param more what else is in the file
  private void write(String outputs, String more, String... nodes) throws IOException {
    Path in = Files.createDirectories(dir.resolve("in"));
    String json =
        """
        {"format":"graph-model","signature":{"inputs":{"in":{"name":"x:0"}},"outputs":{%s}},%s
         "modelTopology":{"node":[%s]},
         "weightsManifest":[{"paths":["w.bin"],"weights":[{"name":"w","shape":[2,2],"dtype":"float32"}]}]}
        """
            .formatted(outputs, more, String.join(",", nodes));
    Files.writeString(in.resolve("model.json"), json, StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 1; i <= 4; i++) {
      bytes.putFloat(i);
    }
    Files.write(in.resolve("w.bin"), bytes.array());
  }

  private Report convert(ConvertOptions options) {
    return Converter.convert(
        new Request(
            Source.of(dir.resolve("in")),
            dir.resolve("out"),
            Converter.pair("tfjs_graph_model", "tfjs_graph_model"),
            options));
  }

  private JsonNode json() {
    return JsonMapper.shared().readTree(dir.resolve("out/model.json").toFile());
  }

  private Map<String, JsonNode> nodes() {
    Map<String, JsonNode> nodes = new LinkedHashMap<>();
    json().at("/modelTopology/node").forEach(n -> nodes.put(n.path("name").stringValue(), n));
    return nodes;
  }

  private String attributes(String node) {
    return nodes().get(node).path("attr").propertyNames().toString();
  }

  private List<Float> predict(String folder) {
    GraphModel model = GraphModel.load(dir.resolve(folder));
    Tensor x = Tensor.of(new float[] {1, -2}, 1, 2);
    List<Float> all = new java.util.ArrayList<>();
    for (Tensor out : model.predict(List.of(x))) {
      for (float v : out.floats()) {
        all.add(v);
      }
    }
    return all;
  }

  @Test
  void a_graph_is_optimised_and_keeps_the_words_of_nodes_that_no_rule_touched() throws IOException {
    write(
        "\"y\":{\"name\":\"Identity:0\"},\"s\":{\"name\":\"soft:0\"}",
        "",
        X,
        W,
        node("product", "MatMul", "x,w", T + ",\"transpose_a\":{\"b\":false}"),
        node("relu", "Relu", "product", T),
        node("Identity", "Identity", "relu", T),
        node("soft", "Softmax", "x", T + ",\"_output_shapes\":{\"list\":{}}")
            .replace("\"attr\"", "\"device\":\"/cpu:0\",\"attr\""));
    Optimized report = assertInstanceOf(Optimized.class, convert(ConvertOptions.DEFAULT));
    assertEquals(6, report.nodesBefore());
    assertEquals(4, report.nodesAfter());
    assertEquals(List.of("x", "w", "Identity", "soft"), List.copyOf(nodes().keySet()));
    assertEquals("_FusedMatMul", nodes().get("Identity").path("op").stringValue());
    assertTrue(attributes("w").contains("_kept"), attributes("w"));
    assertEquals("[T, _output_shapes]", attributes("soft"));
    assertEquals("/cpu:0", nodes().get("soft").path("device").stringValue());
    assertEquals(predict("in"), predict("out"));
  }

  @Test
  void outputs_keep_the_names_of_their_nodes() throws IOException {
    // The first two are one value then, and the third is an input: a node each, as before.
    write(
        "\"a\":{\"name\":\"one:0\"},\"b\":{\"name\":\"two:0\"},\"c\":{\"name\":\"same:0\"}",
        "",
        X,
        W,
        node("one", "Relu", "x", T),
        node("two", "Relu", "x", T),
        node("same", "Identity", "x", T));
    convert(ConvertOptions.DEFAULT);
    assertEquals("\"one:0\"", json().at("/signature/outputs/a/name").toString());
    assertEquals("\"two:0\"", json().at("/signature/outputs/b/name").toString());
    assertEquals("\"same:0\"", json().at("/signature/outputs/c/name").toString());
    assertEquals(List.of(1f, 0f, 1f, 0f, 1f, -2f), predict("out"));
  }

  @Test
  void what_would_become_larger_stays_as_it_is() throws IOException {
    // A step that two loops share would be written once for each: their inputs are of other types.
    Path in = Path.of("../conformance/cases/ops/cf_nested_functions");
    Path out = dir.resolve("out");
    Converter.convert(
        new Request(
            Source.of(in),
            out,
            Converter.pair("tfjs_graph_model", "tfjs_graph_model"),
            ConvertOptions.DEFAULT));
    assertTrue(count(out) <= count(in), () -> count(out) + " nodes of " + count(in));
  }

  private static int count(Path model) {
    JsonNode topology =
        JsonMapper.shared().readTree(model.resolve("model.json").toFile()).path("modelTopology");
    int nodes = topology.path("node").size();
    for (JsonNode function : topology.at("/library/function")) {
      nodes += function.path("nodeDef").size();
    }
    return nodes;
  }

  @Test
  void channels_first_are_written_as_tfjs_takes_them_and_mean_what_they_meant() throws IOException {
    String pool =
        """
        "T":{"type":"DT_FLOAT"},"padding":{"s":"VkFMSUQ="},"data_format":{"s":"TkNIVw=="},
        "ksize":{"list":{"i":["1","1","1","2"]}},"strides":{"list":{"i":["1","1","1","1"]}}
        """;
    String shape =
        "\"shape\":{\"shape\":{\"dim\":[{\"size\":\"-1\"},{\"size\":\"2\"},{\"size\":\"1\"},{\"size\":\"4\"}]}}";
    write(
        "\"y\":{\"name\":\"y:0\"}",
        "",
        node("x", "Placeholder", "", FLOAT + "," + shape),
        W,
        node("one", "MaxPool", "x", pool),
        node("relu", "Relu", "one", T),
        node("y", "MaxPool", "relu", pool));
    Optimized report = assertInstanceOf(Optimized.class, convert(ConvertOptions.DEFAULT));
    // TF.js would take them for channels last, so that a larger graph is the better one.
    assertTrue(report.nodesAfter() > report.nodesBefore(), report::toString);
    List<String> ops = new java.util.ArrayList<>();
    nodes().values().forEach(n -> ops.add(n.path("op").stringValue()));
    assertEquals(
        List.of(
            "Placeholder",
            "Const",
            "Transpose",
            "MaxPool",
            "Relu",
            "MaxPool",
            "Const",
            "Transpose"),
        ops);
    for (JsonNode node : nodes().values()) {
      assertTrue(
          !node.at("/attr/data_format/s").stringValue("").equals("TkNIVw=="), node::toString);
    }
    Tensor x = Tensor.of(new float[] {1, 2, -3, 4, -5, -6, -7, -8}, 1, 2, 1, 4);
    for (String folder : List.of("in", "out")) {
      Tensor y = GraphModel.load(dir.resolve(folder)).predict(List.of(x)).getFirst();
      assertEquals(Shape.of(1, 2, 1, 2), y.shape());
      assertArrayEquals(new float[] {2, 4, 0, 0}, y.floats());
    }
    convert(ConvertOptions.DEFAULT.withOptimize(o -> o.withGraphs(false)));
    assertEquals("TkNIVw==", nodes().get("y").at("/attr/data_format/s").stringValue());
  }

  @Test
  void metadata_and_initializer_survive_and_metadata_is_added() throws IOException {
    String more =
        "\"generatedBy\":\"2.0\",\"userDefinedMetadata\":{\"labels\":[\"cat\"]},"
            + "\"modelInitializer\":{\"node\":[%s]},\"initializerSignature\":{\"outputs\":{}},"
                .formatted(node("fill", "SomeOp", "", ""));
    write("\"y\":{\"name\":\"y:0\"}", more, X, W, node("y", "MatMul", "x,w", T));
    convert(
        ConvertOptions.DEFAULT.withWrite(w -> w.withMetadata(Map.of("more", Tree.of("words")))));
    assertEquals(
        "{\"labels\":[\"cat\"],\"more\":\"words\"}", json().path("userDefinedMetadata").toString());
    assertEquals("SomeOp", json().at("/modelInitializer/node/0/op").stringValue());
    assertEquals("2.0", json().path("generatedBy").stringValue());
  }

  @Test
  void weights_are_quantised_anew() throws IOException {
    write("\"y\":{\"name\":\"y:0\"}", "", X, W, node("y", "MatMul", "x,w", T));
    convert(
        ConvertOptions.DEFAULT.withWrite(
            w -> w.withQuantization(QuantizationPlan.all(DataType.UINT8)).withShardBytes(3)));
    JsonNode group = json().at("/weightsManifest/0");
    assertEquals("uint8", group.at("/weights/0/quantization/dtype").stringValue());
    assertEquals(2, group.path("paths").size());
  }

  @Test
  void a_graph_can_be_stored_as_it_is() throws IOException {
    write(
        "\"y\":{\"name\":\"y:0\"}",
        "",
        X,
        W,
        node("product", "MatMul", "x,w", T),
        node("y", "Relu", "product", T),
        node("unread", "Relu6", "x", T + ",\"_mark\":{\"i\":\"3\"}"));
    assertInstanceOf(
        Stored.class, convert(ConvertOptions.DEFAULT.withOptimize(o -> o.withGraphs(false))));
    assertEquals(List.of("x", "w", "product", "y", "unread"), List.copyOf(nodes().keySet()));
    assertEquals("[T, _mark]", attributes("unread"));
  }

  @Test
  void functions_that_are_given_lists_of_tensors_stay_as_they_are() {
    Path in = Path.of("../conformance/cases/ops/cf_v1_tensorlist_loop");
    Optimized report =
        assertInstanceOf(
            Optimized.class,
            Converter.convert(
                new Request(
                    Source.of(in),
                    dir.resolve("out"),
                    Converter.pair("tfjs_graph_model", "tfjs_graph_model"),
                    ConvertOptions.DEFAULT)));
    assertEquals(List.of(), report.passes());
    assertTrue(nodes().containsKey("i/NextIteration"), nodes().keySet()::toString);
  }
}
