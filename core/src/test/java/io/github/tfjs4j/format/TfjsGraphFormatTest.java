package io.github.tfjs4j.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.ChannelsFirst;
import io.github.tfjs4j.op.Const;
import io.github.tfjs4j.op.MatMul;
import io.github.tfjs4j.op.Placeholder;
import io.github.tfjs4j.op.UnknownOp;
import io.github.tfjs4j.op.Weight;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class TfjsGraphFormatTest {
  private static final TfjsGraphFormat FORMAT = new TfjsGraphFormat();
  private static final String FLOAT = "\"dtype\":{\"type\":\"DT_FLOAT\"}";
  private static final String X =
      "{\"name\":\"x\",\"op\":\"Placeholder\",\"attr\":{"
          + FLOAT
          + ",\"shape\":{\"shape\":{\"dim\":[{\"size\":\"-1\"},{\"size\":\"2\"}]}}}}";
  private static final String W = "{\"name\":\"w\",\"op\":\"Const\",\"attr\":{" + FLOAT + "}}";
  private static final String WEIGHT = "{\"name\":\"w\",\"shape\":[2,2],\"dtype\":\"float32\"}";
  private static final byte[] BYTES = Folder.floats(1, 2, 3, 4);

  @TempDir Path dir;

  private TensorFlowModel read(String signature, String... nodes) {
    Path folder =
        Folder.graph(dir.resolve("in"), signature, String.join(",", nodes), WEIGHT, BYTES);
    assertInstanceOf(TfjsGraphFormat.class, Formats.of(Source.of(folder)));
    return FORMAT.read(Source.of(folder));
  }

  private TensorFlowModel write(TensorFlowModel model) {
    FORMAT.write(model, dir.resolve("out"), WriteOptions.DEFAULT);
    return FORMAT.read(Source.of(dir.resolve("out")));
  }

  private String text(TensorFlowModel model, String pointer) {
    write(model);
    return Folder.text(Folder.json(dir.resolve("out/model.json")).at(pointer));
  }

  private static String node(String name, String op, String inputs, String attr) {
    return "{\"name\":\"%s\",\"op\":\"%s\",\"input\":[%s],\"attr\":{%s}}"
        .formatted(name, op, inputs, attr);
  }

  private static String outputs(String... tensors) {
    StringBuilder s = new StringBuilder("{\"outputs\":{");
    for (int i = 0; i < tensors.length; i++) {
      s.append(i == 0 ? "" : ",").append("\"o%d\":{\"name\":\"%s\"}".formatted(i, tensors[i]));
    }
    return s.append("}}").toString();
  }

  private static String ops(Graph graph) {
    return graph.nodes().stream()
        .map(n -> graph.name(n) + ":" + n.op().name())
        .sorted()
        .collect(Collectors.joining(" "));
  }

  // ---- reading ----

  @Test
  void nodesMayComeInAnyOrder() {
    TensorFlowModel m =
        read(
            outputs("y:0"),
            node("y", "MatMul", "\"x\",\"w\",\"^z\"", ""),
            node("z", "NoOp", "", ""),
            W,
            X);
    assertEquals("w:Const x:Placeholder y:MatMul z:NoOp", ops(m.graph()));
    assertEquals("[?, 2]", m.graph().outputs().get("o0").shape().toString());
    assertEquals(1, m.graph().outputs().get("o0").node().controls().size());
    assertEquals(List.of("x"), List.copyOf(m.graph().inputs().keySet()));
    assertEquals("[\"x\",\"w\",\"^z\"]", text(m, "/modelTopology/node/3/input"));
  }

  @Test
  void whatAFileCallsLikeAnOpOfOursAloneIsNotThatOp() {
    TensorFlowModel m =
        read(outputs("y:0", "z:0"), X, node("y", "Scan", "\"x\"", ""), node("z", "Weight", "", ""));
    assertInstanceOf(UnknownOp.class, m.graph().outputs().get("o0").op());
    assertInstanceOf(UnknownOp.class, m.graph().outputs().get("o1").op());
  }

  @Test
  void nodesThatNoOutputNeedsStay() {
    TensorFlowModel m =
        read(outputs("y"), X, W, node("y", "Relu", "\"x\"", ""), node("dead", "Neg", "\"y\"", ""));
    assertEquals("dead:Neg w:Const x:Placeholder y:Relu", ops(m.graph()));
    assertEquals(ops(m.graph()), ops(write(m).graph()));
  }

  @Test
  void withoutSignatureLeavesAreTheOutputs() {
    TensorFlowModel m =
        read(
            "{}",
            X,
            node("a", "Relu", "\"x\"", ""),
            node("b", "Neg", "\"a\"", ""),
            node("c", "Abs", "\"a:0\"", ""));
    assertEquals(List.of("b", "c"), List.copyOf(m.graph().outputs().keySet()));
  }

  @Test
  void theOlderPlaceOfTheSignatureWinsAndIsMoved() {
    String json =
        """
        {"signature":{"outputs":{"new":{"name":"x"}}},"modelTopology":{"node":[%s,{"name":"y","op":"Relu","input":["x"]}]},
         "userDefinedMetadata":{"signature":{"inputs":{"in":{"name":"x:0","dtype":"DT_FLOAT","tensorShape":{},"resourceId":7}},
           "outputs":{"old":{"name":"y"}},"methodName":"m"},"mine":1}}\
        """
            .formatted(X);
    TensorFlowModel m = FORMAT.read(Source.of(Folder.model(dir.resolve("in"), json, BYTES)));
    assertEquals(List.of("old"), List.copyOf(m.graph().outputs().keySet()));
    assertEquals("{\"mine\":1}", text(m, "/userDefinedMetadata"));
    assertEquals(
        "{\"inputs\":{\"in\":{\"name\":\"x:0\",\"dtype\":\"DT_FLOAT\",\"tensorShape\":{},\"resourceId\":7}},"
            + "\"outputs\":{\"old\":{\"name\":\"y:0\",\"dtype\":\"DT_FLOAT\",\"tensorShape\":{\"dim\":[{\"size\":\"-1\"},{\"size\":\"2\"}]}}},"
            + "\"methodName\":\"m\"}",
        text(m, "/signature"));
  }

  @Test
  void theOldDialectIsRead() {
    TensorFlowModel m =
        read(
            outputs("y"),
            node(
                "x",
                "Placeholder",
                "",
                "\"dtype\":{\"type\":1},\"shape\":{\"shape\":{\"dim\":[{\"size\":1},{\"size\":4},{\"size\":4},{\"size\":3}]}}"),
            node(
                "y",
                "MaxPool",
                "\"x\"",
                """
                "T":{"type":1},"padding":{"s":[83,65,77,69]},"strides":{"list":{"s":[],"i":[1,2,2,1],"f":[],"b":[],"type":[],"shape":[],"tensor":[],"func":[]}},
                "ksize":{"list":{"i":["1","2","2","1"]}},"data_format":{"s":"TkhXQw=="},"_output_shapes":{"list":{"shape":[{"dim":[{"size":"1"}]}]}}\
                """));
    Value y = m.graph().outputs().get("o0");
    assertEquals("MaxPool", y.op().name());
    assertEquals(Shape.of(1, 2, 2, 3), y.shape());
  }

  @Test
  void whatOurOpWouldLoseKeepsTheNodeAsItIs() {
    String shape =
        "\"shape\":{\"shape\":{\"dim\":[{\"size\":\"1\"},{\"size\":\"3\"},{\"size\":\"4\"},{\"size\":\"4\"}]}}";
    TensorFlowModel m =
        read(
            outputs("pool", "moments:1", "odd", "vector"),
            node("x", "Placeholder", "", FLOAT + "," + shape),
            node(
                "pool",
                "MaxPool",
                "\"x\"",
                "\"strides\":{\"list\":{\"i\":[\"1\",\"1\",\"2\",\"2\"]}},\"ksize\":{\"list\":{\"i\":[\"1\",\"1\",\"2\",\"2\"]}},"
                    + "\"padding\":{\"s\":\"U0FNRQ==\"},\"data_format\":{\"s\":\"TkNIVw==\"}"),
            W,
            node(
                "vector",
                "MaxPool",
                "\"x\"",
                "\"strides\":{\"list\":{\"i\":[\"1\",\"1\",\"2\",\"2\"]}},\"ksize\":{\"list\":{\"i\":[\"1\",\"1\",\"2\",\"2\"]}},"
                    + "\"padding\":{\"s\":\"U0FNRQ==\"},\"data_format\":{\"s\":\"TkNIV19WRUNUX0M=\"}"),
            node(
                "moments",
                "FusedBatchNormV3",
                "\"x\",\"w\",\"w\",\"w\",\"w\"",
                "\"is_training\":{\"b\":true}"),
            node(
                "odd",
                "MyOp",
                "\"x\"",
                "\"bytes\":{\"s\":\"/w==\"},\"t\":{\"tensor\":{\"dtype\":\"DT_FLOAT\"}},\"f\":{\"func\":{\"name\":\"g\",\"attr\":{}}}"));
    for (Value v : m.graph().outputs().values().stream().skip(1).toList()) {
      assertInstanceOf(UnknownOp.class, v.op());
    }
    assertReason("it does not run with attribute 'is_training' true", m, "o1");
    assertReason("", m, "o2");
    assertReason("MaxPool: data_format NCHW_VECT_C is not supported", m, "o3");
    Value pool = m.graph().outputs().get("o0");
    assertInstanceOf(ChannelsFirst.class, pool.op());
    assertEquals(Shape.of(1, 3, 2, 2), pool.shape());
    assertEquals(2, m.graph().outputs().get("o1").node().types().size());
    assertEquals(
        Folder.text(Folder.json(dir.resolve("in/model.json")).at("/modelTopology/node/5/attr")),
        text(m, "/modelTopology/node/4/attr"));
    assertEquals("{\"s\":\"TkNIVw==\"}", text(m, "/modelTopology/node/1/attr/data_format"));
    assertEquals(
        "{\"list\":{\"i\":[\"1\",\"1\",\"2\",\"2\"]}}",
        text(m, "/modelTopology/node/1/attr/ksize"));
  }

  private static void assertReason(String reason, TensorFlowModel m, String output) {
    String found = ((UnknownOp) m.graph().outputs().get(output).op()).reason();
    assertTrue(reason.isEmpty() ? found.isEmpty() : found.startsWith(reason), found);
  }

  private void fails(String message, String... nodes) {
    ModelException e = assertThrows(ModelException.class, () -> read(outputs("y"), nodes));
    assertTrue(e.getMessage().contains(message), e.getMessage());
    assertTrue(
        e.getMessage().startsWith(dir.resolve("in/model.json") + ": modelTopology"),
        e.getMessage());
  }

  @Test
  void brokenGraphsAreNamed() {
    fails(
        "y (Relu) reads 'a', y (Relu) reads 'b': no such node in the graph",
        node("y", "Relu", "\"a\",\"^b\"", ""));
    fails("there are two nodes 'x'", X, X);
    fails(
        "these nodes read each other in a circle: y (Relu), z (Neg)",
        node("y", "Relu", "\"z\"", ""),
        node("z", "Neg", "\"y\"", ""));
    fails("this node reads itself: y (Relu)", node("y", "Relu", "\"y\"", ""));
    fails(
        "c (Const) has no weight of its name",
        X,
        node("y", "Relu", "\"x\"", ""),
        node("c", "Const", "", ""));
    fails("node[0] should be a node with a name and an op, found 7", "7");
    fails("'x:y:z:1' does not name a result", X, node("y", "Relu", "\"x:y:z:1\"", ""));
    fails(
        "does not name a result",
        X,
        node("y", "Relu", "\"x:99999999999\"", "").replace("x:99999999999", ":1"));
    fails(
        "'y' (Relu): attribute 'T': unknown data type 'DT_FLAOT'",
        X,
        node("y", "Relu", "\"x\"", "\"T\":{\"type\":\"DT_FLAOT\"}"));
    fails("y (MatMul)", X, W, node("y", "MatMul", "\"x\",\"w\"", "\"transpose_a\":{\"i\":\"1\"}"));
    fails("y (MatMul)", X, node("y", "MatMul", "\"x\"", ""));
    fails("the model has no outputs", X);
  }

  @Test
  void loopsOfTensorFlow1AreNamedAsUnsupported() {
    UnsupportedModelException e =
        assertThrows(
            UnsupportedModelException.class,
            () ->
                read(
                    outputs("exit"),
                    X,
                    node("enter", "Enter", "\"x\"", ""),
                    node("merge", "Merge", "\"enter\",\"next\"", ""),
                    node("next", "NextIteration", "\"merge\"", ""),
                    node("exit", "Exit", "\"merge\"", "")));
    assertTrue(
        e.getMessage()
            .contains(
                "Enter (1, first 'enter'), NextIteration (1, first 'next'), Exit (1, first"
                    + " 'exit')"),
        e.getMessage());
  }

  @Test
  void functionsOfUnknownOpsAndInitializersAreWrittenBack() {
    String json =
        """
        {"format":"graph-model","signature":{"outputs":{"y":{"name":"y"}}},"weightsManifest":[{"paths":["w.bin"],"weights":[
            {"name":"one","shape":[],"dtype":"float32"},{"name":"keys","shape":[],"dtype":"float32"}]}],
         "modelTopology":{"node":[%s,{"name":"one","op":"Placeholder"},{"name":"y","op":"PartitionedCall","input":["x"],"attr":{"f":{"func":{"name":"f"}}}}],
         "library":{"function":[{"signature":{"name":"f","inputArg":[{"name":"a","type":"DT_FLOAT"}],"outputArg":[{"name":"r","type":"DT_FLOAT"}]},
           "nodeDef":[{"name":"s","op":"AddV2","input":["a","one:output:0"]},{"name":"one","op":"Const","attr":{}},{"name":"k","op":"Unique","input":["s:z:0"]}],
           "ret":{"r":"k:idx:0"}}]},"versions":{"producer":716}},
         "modelInitializer":{"node":[{"name":"keys","op":"Const"},{"name":"t","op":"HashTableV2"}]},
         "initializerSignature":{"outputs":{"o":{"name":"t","resourceId":3}}}}\
        """
            .formatted(X);
    TensorFlowModel m = FORMAT.read(Source.of(Folder.model(dir.resolve("in"), json, BYTES)));
    assertEquals(
        "keys:Const t:HashTableV2", ops(m.initializer().orElseThrow().graph().orElseThrow()));
    TensorFlowModel back = write(m);
    JsonNode was = Folder.json(dir.resolve("in/model.json"));
    JsonNode is = Folder.json(dir.resolve("out/model.json"));
    assertEquals(was.path("modelInitializer"), is.path("modelInitializer"));
    assertEquals(was.path("initializerSignature"), is.path("initializerSignature"));
    assertEquals(m.functions(), back.functions());
    assertEquals("{\"producer\":716}", text(m, "/modelTopology/versions"));
    assertEquals(
        List.of("one", "keys"), back.otherWeights().stream().map(WeightEntry::name).toList());
    // The function's constant keeps the name, a node of the main graph must yield.
    assertEquals("one_1:Placeholder x:Placeholder y:PartitionedCall", ops(back.graph()));
  }

  // ---- writing ----

  private final GraphBuilder to = GraphBuilder.verbatim();

  private Value input(String name) {
    return to.named(name, to.add(new Placeholder(DataType.FLOAT, Shape.of(-1, 2))));
  }

  private TensorFlowModel build(Map<String, Value> inputs, Map<String, Value> outputs) {
    return TensorFlowModel.of(to.build(inputs, outputs));
  }

  private static Map<String, Value> map(Object... keysAndValues) {
    Map<String, Value> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], (Value) keysAndValues[i + 1]);
    }
    return map;
  }

  @Test
  void aModelIsWrittenAsTheOriginalDoes() {
    Value x = input("x");
    Value w = to.named("w", to.add(new Const(Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3))));
    Value y = to.named("y", to.add(new MatMul(false, false), x, w));
    TensorFlowModel m =
        build(map("x", x), map("y", y)).withAbout(About.NOTHING.withGeneratedBy("keras v2.4.0"));
    FORMAT.write(m, dir.resolve("out"), WriteOptions.DEFAULT);
    assertEquals(
        """
        {"format":"graph-model","generatedBy":"keras v2.4.0","convertedBy":"%s","signature":{\
        "inputs":{"x":{"name":"x:0","dtype":"DT_FLOAT","tensorShape":{"dim":[{"size":"-1"},{"size":"2"}]}}},\
        "outputs":{"y":{"name":"y:0","dtype":"DT_FLOAT","tensorShape":{"dim":[{"size":"-1"},{"size":"3"}]}}}},\
        "modelTopology":{"node":[\
        {"name":"x","op":"Placeholder","attr":{"dtype":{"type":"DT_FLOAT"},"shape":{"shape":{"dim":[{"size":"-1"},{"size":"2"}]}}}},\
        {"name":"w","op":"Const","attr":{"dtype":{"type":"DT_FLOAT"},"value":{"tensor":{"dtype":"DT_FLOAT","tensorShape":{"dim":[{"size":"2"},{"size":"3"}]}}}}},\
        {"name":"y","op":"MatMul","input":["x","w"],"attr":{"T":{"type":"DT_FLOAT"}}}],\
        "library":{},"versions":{"producer":1395,"minConsumer":12}},\
        "weightsManifest":[{"paths":["group1-shard1of1.bin"],"weights":[{"name":"w","shape":[2,3],"dtype":"float32"}]}]}\
        """
            .formatted(Version.PROGRAM),
        Folder.content(dir.resolve("out")).get("model.json"));
  }

  @Test
  void everyOutputGetsANodeOfItsOwn() {
    Value x = input("x");
    Value c = to.named("c", to.add(new Const(Tensor.scalar(1f))));
    Node pair = to.addNode(new UnknownOp("Mystery", Map.of(), 2), List.of(x, c));
    Value y = to.named("y", to.add(new MatMul(false, false), x, x));
    TensorFlowModel m =
        build(
            map("x", x),
            map("y", y, "again", y, "x", x, "c", c, "first", pair.out(0), "second", pair.out(1)));
    assertEquals(
        "{\"y\":\"y:0\",\"again\":\"Identity:0\",\"x\":\"Identity_1:0\",\"c\":\"Identity_2:0\",\"first\":\"Identity_3:0\",\"second\":\"Identity_4:0\"}",
        names(m, "outputs"));
    assertEquals("[\"Mystery:1\"]", text(m, "/modelTopology/node/8/input"));
  }

  /// Key to tensor name.
  private String names(TensorFlowModel m, String side) {
    write(m);
    StringBuilder s = new StringBuilder();
    Folder.json(dir.resolve("out/model.json"))
        .path("signature")
        .path(side)
        .properties()
        .forEach(e ->
            s.append(s.isEmpty() ? "{" : ",")
                .append('"')
                .append(e.getKey())
                .append("\":")
                .append(Folder.text(e.getValue().path("name"))));
    return s.append("}").toString();
  }

  @Test
  void keysThatJavaScriptWouldMoveAreWrittenAsTensorNames() {
    Value a = input("a");
    Value b = input("b");
    Value y = to.add(new MatMul(false, false), a, b);
    Value z = to.add(new MatMul(false, false), b, a);
    Map<String, Value> out = map("y", y);
    assertEquals(
        "{\"a\":\"a:0\",\"2:0\":\"b:0\"}", names(build(map("a", a, "2", b), out), "inputs"));
    assertEquals(
        "{\"10:0\":\"a:0\",\"2:0\":\"b:0\"}", names(build(map("10", a, "2", b), out), "inputs"));
    assertEquals(
        "{\"2\":\"a:0\",\"10\":\"b:0\"}", names(build(map("2", a, "10", b), out), "inputs"));
    assertEquals("{\"2\":\"a:0\",\"b\":\"b:0\"}", names(build(map("2", a, "b", b), out), "inputs"));
    assertEquals(
        "{\"a\":\"a:0\",\"02\":\"b:0\"}", names(build(map("a", a, "02", b), out), "inputs"));
    assertEquals(
        "{\"a\":\"a:0\",\"4294967295\":\"b:0\"}",
        names(build(map("a", a, "4294967295", b), out), "inputs"));
    assertEquals(
        "{\"a\":\"MatMul:0\",\"4294967294:0\":\"MatMul_1:0\"}",
        names(build(map("a", a, "b", b), map("a", y, "4294967294", z)), "outputs"));
  }

  @Test
  void namesFitTensorFlowAndTfjs() {
    Value a = input("my input");
    Value b = input("my_input");
    Value c = input("constructor");
    Value d = input("_hidden:0");
    Value e = input("вход");
    Value y = to.named("a/b-c.d>e_1", to.add(new MatMul(false, false), a, b));
    Value z = to.named("^z", to.add(new MatMul(false, false), c, d));
    TensorFlowModel m =
        build(map("my input", a, "b", b, "c", c, "d", d, "e", e), map("y", y, "z", z));
    assertEquals(
        "{\"my"
            + " input\":\"my_input_1:0\",\"b\":\"my_input:0\",\"c\":\"constructor_1:0\",\"d\":\"node_hidden_0:0\",\"e\":\"node____:0\"}",
        names(m, "inputs"));
    assertEquals("{\"y\":\"a/b-c.d>e_1:0\",\"z\":\"node_z:0\"}", names(m, "outputs"));
  }

  @Test
  void shapesWithUnknownAndEmptyDimensionsAreWritten() {
    Value x = to.add(new Placeholder(DataType.FLOAT, Shape.UNKNOWN));
    Value s = to.add(new Placeholder(DataType.INT32, Shape.SCALAR));
    Value e = to.add(new Const(Tensor.of(new float[0], 0, 3)));
    TensorFlowModel m = build(map("x", x, "s", s), map("e", e));
    assertEquals("{\"shape\":{\"unknownRank\":true}}", text(m, "/modelTopology/node/0/attr/shape"));
    assertEquals("{\"shape\":{}}", text(m, "/modelTopology/node/1/attr/shape"));
    assertEquals(
        "{\"dim\":[{\"size\":\"0\"},{\"size\":\"3\"}]}",
        text(m, "/modelTopology/node/2/attr/value/tensor/tensorShape"));
    Graph back = write(m).graph();
    assertEquals(Shape.UNKNOWN, back.inputs().get("x").shape());
    assertEquals(Shape.of(0, 3), back.outputs().get("e").shape());
  }

  @Test
  void storedWeightsKeepTheirBytesAndQuantization() {
    String entry =
        "{\"name\":\"w\",\"shape\":[2,2],\"dtype\":\"float32\",\"quantization\":{\"dtype\":\"uint8\",\"min\":-1.5,\"scale\":0.25,\"original_dtype\":\"float32\"}}";
    Path in = Folder.graph(dir.resolve("in"), outputs("w"), W, entry, new byte[] {1, 2, 3, 4});
    TensorFlowModel m = FORMAT.read(Source.of(in));
    assertEquals("[" + entry + "]", text(m, "/weightsManifest/0/weights"));
    assertEquals(
        "\u0001\u0002\u0003\u0004", Folder.content(dir.resolve("out")).get("group1-shard1of1.bin"));
    Path bare =
        Folder.graph(
            dir.resolve("in"),
            outputs("w"),
            W,
            "{\"name\":\"w\",\"shape\":[4],\"dtype\":\"uint8\"}",
            new byte[] {1, 2, 3, 4});
    assertEquals(
        "[{\"name\":\"w\",\"shape\":[4],\"dtype\":\"int32\",\"quantization\":{\"dtype\":\"uint8\",\"min\":0.0,\"scale\":1.0,\"original_dtype\":\"int32\"}}]",
        text(FORMAT.read(Source.of(bare)), "/weightsManifest/0/weights"));
  }

  @Test
  void theDeclaredTypeOfAConstantIsRemembered() {
    String c = node("w", "Const", "", "\"dtype\":{\"type\":\"DT_INT64\"}");
    Path in =
        Folder.graph(
            dir.resolve("in"),
            outputs("w"),
            c,
            "{\"name\":\"w\",\"shape\":[1],\"dtype\":\"int32\"}",
            new byte[] {7, 0, 0, 0});
    TensorFlowModel m = FORMAT.read(Source.of(in));
    assertEquals(DataType.INT32, m.graph().outputs().get("o0").dataType());
    assertEquals("\"DT_INT64\"", text(m, "/modelTopology/node/0/attr/dtype/type"));
    assertEquals("\"DT_INT64\"", text(m, "/modelTopology/node/0/attr/value/tensor/dtype"));
    // A type that the weight cannot be of is not believed.
    TensorFlowModel wrong = read(outputs("w"), node("w", "Const", "", "\"dtype\":{\"type\":7}"));
    assertEquals("\"DT_FLOAT\"", text(wrong, "/modelTopology/node/0/attr/dtype/type"));
  }

  @Test
  void allKindsOfConstantsComeBack() {
    Map<String, Value> out = new LinkedHashMap<>();
    List<Tensor> tensors =
        List.of(
            Tensor.ofBools(new byte[] {1}, Shape.of(1)),
            Tensor.ofStrings(new byte[][] {{'a', (byte) 0xff}, {}}, Shape.of(2)),
            Tensor.of(new float[] {1, Float.NaN, -0f}, 3),
            Tensor.scalar(-5),
            Tensor.ofComplex(new float[] {1, 2, 3, 4}, Shape.of(2)),
            Tensor.of(new float[0], 2, 0));
    tensors.forEach(t -> out.put("o" + out.size(), to.add(new Const(t))));
    Graph back = write(build(Map.of(), out)).graph();
    int i = 0;
    for (Value v : back.outputs().values()) {
      Tensor t = v.node().input(0).constant().orElseThrow().tensor();
      assertTrue(t.sameBits(tensors.get(i++)), t.toString());
    }
  }

  @Test
  void manyOutputsTakeNoLongerEach() {
    Value x = input("x");
    Map<String, Value> out = new LinkedHashMap<>();
    for (int i = 0; i < 20_000; i++) {
      out.put(i % 2 == 0 ? "o" + i : "" + (20_000 - i), x);
      // Nodes of one name, which is none in a file.
      out.put("n" + i, to.named("same name", to.add(new UnknownOp("Odd", Map.of(), 1), x)));
    }
    Graph graph = to.build(map("x", x), out);
    long start = System.nanoTime();
    Graph back = write(TensorFlowModel.of(graph)).graph();
    assertTrue(System.nanoTime() - start < 20_000_000_000L, "40,000 outputs took too long");
    assertEquals(40_000, back.outputs().size());
  }

  /// An op of an application's own.
  private record Own() implements io.github.tfjs4j.graph.Op {
    @Override
    public String name() {
      return "MyOp";
    }

    @Override
    public io.github.tfjs4j.graph.Operands operands() {
      return io.github.tfjs4j.graph.Operands.any(1);
    }

    @Override
    public List<TensorType> infer(List<Value> inputs) {
      return List.of(TensorType.UNKNOWN);
    }
  }

  @Test
  void anOpThatNoFileSpellsIsNamed() {
    Value x = input("x");
    Value y = to.named("mine", to.add(new Own(), x));
    UnsupportedModelException e =
        assertThrows(UnsupportedModelException.class, () -> write(build(map("x", x), map("y", y))));
    assertTrue(e.getMessage().contains("MyOp (1, first 'mine')"), e.getMessage());
  }

  @Test
  void whatIsNotLoweredOrFrozenIsNamed() {
    Value w =
        to.named("dense/kernel", to.add(new Weight("dense/kernel", DataType.FLOAT, Shape.of(2))));
    UnsupportedModelException e =
        assertThrows(UnsupportedModelException.class, () -> write(build(Map.of(), map("w", w))));
    assertTrue(e.getMessage().contains("Weight (1, first 'dense/kernel')"), e.getMessage());
    assertEquals(Map.of(), Folder.content(dir.resolve("out")));
  }

  @Test
  void an_op_keeps_the_name_that_the_file_has_for_it() {
    String norm =
        "\"T\":{\"type\":\"DT_FLOAT\"},\"epsilon\":{\"f\":0.5},\"is_training\":{\"b\":false}";
    TensorFlowModel model =
        read(
            outputs("n:0"),
            X,
            W,
            node("a", "Add", "\"x\",\"w\"", "\"T\":{\"type\":\"DT_FLOAT\"}"),
            node("b", "BatchMatMul", "\"a\",\"w\"", "\"T\":{\"type\":\"DT_FLOAT\"}"),
            node("s", "Snapshot", "\"b\"", "\"T\":{\"type\":\"DT_FLOAT\"}"),
            node("n", "FusedBatchNorm", "\"s\",\"w\",\"w\",\"w\",\"w\"", norm));
    assertEquals(
        "a:AddV2 b:BatchMatMulV2 n:FusedBatchNormV3 s:Identity w:Const x:Placeholder",
        ops(model.graph()));
    assertEquals("\"Add\"", text(model, "/modelTopology/node/2/op"));
    assertEquals("\"BatchMatMul\"", text(model, "/modelTopology/node/3/op"));
    assertEquals("\"Snapshot\"", text(model, "/modelTopology/node/4/op"));
    assertEquals("\"FusedBatchNorm\"", text(model, "/modelTopology/node/5/op"));
    assertEquals("null", text(model, "/modelTopology/node/4/attr/U"));
  }

  @Test
  void a_count_that_the_inputs_contradict_is_a_fault() {
    FormatException e =
        assertThrows(
            FormatException.class,
            () -> read(outputs("p:0"), X, node("p", "Pack", "\"x\"", "\"N\":{\"i\":\"2\"}")));
    assertTrue(e.getMessage().contains("p (Pack): attribute 'N' is I[value=2]"), e.getMessage());
  }
}
