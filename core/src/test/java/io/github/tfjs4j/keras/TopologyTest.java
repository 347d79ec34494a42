package io.github.tfjs4j.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.format.Json;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.tree.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TopologyTest {
  /// A functional model of layers `a`, `b`, ... given as `name Class inbound_nodes`.
  static String functional(String outputs, String... layers) {
    String specs =
        Stream.of(layers)
            .map(l -> l.split(" ", 3))
            .map(l ->
                """
                {"name": "%s", "class_name": "%s", "config": {"name": "%1$s"}, "inbound_nodes": %s}\
                """
                    .formatted(l[0], l[1], l[2]))
            .collect(Collectors.joining(",\n"));
    return """
    {"class_name": "Model", "config": {"name": "m",
      "layers": [{"name": "x", "class_name": "InputLayer", "config": {"name": "x"}, "inbound_nodes": []},
      %s], "input_layers": [["x", 0, 0]], "output_layers": %s}}\
    """
        .formatted(specs, outputs);
  }

  static Graph read(String json) {
    return Topology.of(Json.parse(json, "text"), Optional.empty());
  }

  private static String text(String json) {
    return new TextForm(Ops.ALL).print(read(json)).replaceAll("  #.*", "").replace(" : ?[...]", "");
  }

  private static String error(String json) {
    return assertThrows(FormatException.class, () -> read(json)).getMessage();
  }

  // ---- dialects ----

  @Test
  void a_functional_model_is_one_node_a_call() {
    String json =
        functional(
            "[[\"add\", 0, 0]]",
            "a Dense [[[\"x\", 0, 0, {}]]]",
            "add Add [[[\"a\", 0, 0], [\"x\", 0, 0, {}]]]");
    assertEquals(
        """
        input %x: ?[...]
        %a = Dense(%x)
        %add = Add(%a, %x)
        return %add
        """,
        text(json));
  }

  @Test
  void the_envelope_of_keras_files_is_opened() {
    String model = functional("[[\"a\", 0, 0]]", "a Dense [[[\"x\", 0, 0]]]");
    String json =
        "{\"keras_version\": \"2.4.0\", \"backend\": \"tensorflow\", \"model_config\": "
            + model
            + "}";
    assertEquals(text(model), text(json));
    KerasLayer layer = (KerasLayer) read(json).outputs().get("a").op();
    assertEquals(Semantics.KERAS2, layer.semantics());
  }

  @Test
  void a_sequential_model_without_an_input_layer_gets_one_named_after_its_first_layer() {
    String layers =
        """
        [{"class_name": "Dense", "config": {"name": "d", "batch_input_shape": [null, 5], "dtype": "float32"}},
         {"class_name": "Flatten", "config": {"name": "f"}}]\
        """;
    String expected =
        """
        input %d_input: ?[...]
        %d = Dense(%d_input)
        %f = Flatten(%d)
        return %f
        """;
    String named =
        "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"s\", \"layers\": "
            + layers
            + "}}";
    assertEquals(expected, text(named));
    assertEquals(expected, text("{\"class_name\": \"Sequential\", \"config\": " + layers + "}"));
    KerasLayer input = (KerasLayer) read(named).inputs().get("d_input").op();
    assertEquals("[null,5]", input.config().path("batch_input_shape").toString());
  }

  @Test
  void a_sequential_model_with_an_input_layer_keeps_it() {
    assertEquals(
        """
        input %in: ?[...]
        %d = Dense(%in)
        return %d
        """,
        text(
            """
            {"class_name": "Sequential", "config": {"layers": [
              {"class_name": "InputLayer", "config": {"name": "in", "batch_input_shape": [null, 5]}},
              {"class_name": "Dense", "config": {"name": "d"}}]}}\
            """));
  }

  @Test
  void the_input_of_a_sequential_model_that_begins_with_a_model_depends_on_who_made_it() {
    String json =
        """
        {"class_name": "Sequential", "config": {"name": "s", "layers": [
          {"class_name": "Sequential", "config": {"name": "base", "layers": [
            {"class_name": "Dense", "config": {"name": "d", "batch_input_shape": [null, 5]}}]}},
          {"class_name": "Dense", "config": {"name": "e"}}]}, "keras_version": "%s"}\
        """;
    assertEquals(
        List.of("d_input"),
        List.copyOf(read(json.formatted("tfjs-layers 4.22.0")).inputs().keySet()));
    Graph keras = read(json.formatted("2.1.6"));
    assertEquals(List.of("base_input"), List.copyOf(keras.inputs().keySet()));
    KerasLayer input = (KerasLayer) keras.inputs().get("base_input").op();
    assertEquals("[null,5]", input.config().path("batch_input_shape").toString());
  }

  @Test
  void an_embedding_that_comes_first_needs_no_input_shape() {
    Graph g =
        read(
            """
            {"class_name": "Sequential", "config": {"layers": [
              {"class_name": "Embedding", "config": {"name": "e", "input_dim": 9, "output_dim": 4, "input_length": 7}}]}}\
            """);
    KerasLayer input = (KerasLayer) g.inputs().get("e_input").op();
    assertEquals("[null,7]", input.config().path("batch_input_shape").toString());
  }

  @Test
  void bare_nodes_and_bare_triples_are_what_they_stand_for() {
    String json =
        functional(
                "[\"b\", 0, 0]",
                "a Dense [[\"x\", 0, 0, {\"training\": false}]]",
                "b ReLU [[\"a\", 0, 0]]")
            .replace("\"input_layers\": [[\"x\", 0, 0]]", "\"input_layers\": [\"x\", 0, 0]");
    assertEquals(
        """
        input %x: ?[...]
        %a = Dense(%x)
        %b = ReLU(%a)
        return %b
        """,
        text(json));
    KerasLayer a = (KerasLayer) read(json).outputs().get("b").node().input(0).op();
    assertEquals(
        "{\"args\":[{\"__tensor__\":0}],\"kwargs\":{\"training\":false}}",
        a.arguments().toString());
  }

  @Test
  void keras_3_calls_are_read() {
    String tensor =
        "{\"class_name\": \"__keras_tensor__\", \"config\": {\"shape\": [null, 4], \"dtype\":"
            + " \"float32\", \"keras_history\": [\"%s\", 0, 0]}}";
    String x = tensor.formatted("x");
    String a = tensor.formatted("a");
    String json =
        functional(
            "[\"b\", 0, 0]",
            "a Dense [{\"args\": [" + x + "], \"kwargs\": {\"mask\": null}}]",
            "b Add [{\"args\": [[" + a + ", " + x + "]], \"kwargs\": {}}]");
    assertEquals(
        """
        input %x: ?[...]
        %a = Dense(%x)
        %b = Add(%a, %x)
        return %b
        """,
        text(json));
    assertEquals(Semantics.KERAS3, ((KerasLayer) read(json).outputs().get("b").op()).semantics());
  }

  @Test
  void tensors_among_the_keyword_arguments_are_inputs_too() {
    assertEquals(
        """
        input %x: ?[...]
        %a = Dense(%x)
        %l = LSTM(%x, %a)
        return %l
        """,
        text(
            functional(
                "[[\"l\", 0, 0]]",
                "a Dense [[[\"x\", 0, 0]]]",
                "l LSTM [[[\"x\", 0, 0, {\"initial_state\": [[\"a\", 0, 0]], \"n\": [1, 2,"
                    + " 3]}]]]")));
  }

  @Test
  void constants_of_tf_op_layers_are_no_inputs() {
    assertEquals(
        """
        input %x: ?[...]
        %l = TFOpLambda(%x)
        return %l
        """,
        text(
            functional(
                "[[\"l\", 0, 0]]",
                "l TFOpLambda [[[\"_CONSTANT_VALUE\", -1, 3.0, {}], [\"x\", 0, 0]]]")));
  }

  // ---- graphs ----

  @Test
  void a_layer_that_is_called_again_is_another_node_with_the_same_name_inside() {
    Graph g =
        read(
            functional(
                "[[\"a\", 1, 0]]",
                "a Dense [[[\"x\", 0, 0]], [[\"b\", 0, 0]]]",
                "b ReLU [[[\"a\", 0, 0]]]"));
    assertEquals(
        List.of("x", "a", "b", "a"),
        g.nodes().stream().map(n -> ((KerasLayer) n.op()).layer()).toList());
  }

  @Test
  void outputs_of_one_layer_are_told_apart_by_a_suffix() {
    String layers = "a Split [[[\"x\", 0, 0]]]";
    Graph g =
        read(
            functional(
                "[[\"a\", 0, 0], [\"a\", 0, 2], [\"a_1\", 0, 0]]",
                layers,
                "a_1 ReLU [[[\"a\", 0, 1]]]"));
    assertEquals(List.of("a", "a_2", "a_1"), List.copyOf(g.outputs().keySet()));
    assertEquals(3, ((KerasLayer) g.outputs().get("a").op()).results());
  }

  @Test
  void one_output_named_many_times_takes_no_time() {
    String many = "[[\"a\", 0, 0]" + ", [\"a\", 0, 0]".repeat(50_000) + "]";
    Graph g =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20), () -> read(functional(many, "a ReLU [[[\"x\", 0, 0]]]")));
    assertEquals(50_001, g.outputs().size());
    assertTrue(g.outputs().containsKey("a_50000"));
  }

  @Test
  void an_input_may_be_an_output() {
    Graph g = read(functional("[[\"x\", 0, 0]]", "a Dense [[[\"x\", 0, 0]]]"));
    assertEquals(g.inputs().get("x"), g.outputs().get("x"));
    assertEquals(1, g.nodes().size(), "what no output needs is left out");
  }

  @Test
  void calls_of_a_nested_model_count_from_one_if_it_was_built_on_its_own_and_else_from_zero() {
    String nested =
        """
        {"name": "n", "class_name": "Sequential", "config": {"name": "n", "layers": [
          {"class_name": "Dense", "config": {"name": "d", "batch_input_shape": [null, 5]}}]},
          "inbound_nodes": [[["x", 0, 0]], [["r", 0, 0]]]}\
        """;
    for (int first : new int[] {0, 1}) {
      String json =
          functional(
              "[[\"add\", 0, 0]]",
              "r ReLU [[[\"x\", 0, 0]]]",
              "add Add [[[\"n\", " + first + ", 0], [\"n\", " + (first + 1) + ", 0]]]");
      json = json.replace("\"layers\": [", "\"layers\": [" + nested + ",");
      assertEquals(
          """
          input %x: ?[...]
          %n = Sequential(%x)
          %r = ReLU(%x)
          %n_1 = Sequential(%r)
          %add = Add(%n, %n_1)
          return %add
          """,
          text(json));
    }
  }

  @Test
  void layers_names_those_in_models_and_wrappers_too() {
    Graph g =
        read(
            """
            {"class_name": "Sequential", "config": {"name": "s", "layers": [
              {"class_name": "TimeDistributed", "config": {"name": "t", "batch_input_shape": [null, 3, 5], "layer":
                {"class_name": "Sequential", "config": {"name": "n", "layers": [
                  {"class_name": "Dense", "config": {"name": "d", "batch_input_shape": [null, 5]}}]}}}}]}}\
            """);
    assertEquals(
        List.of("t_input", "t", "n", "d_input", "d"),
        Topology.layers(g).stream().map(KerasLayer::layer).toList());
  }

  @Test
  void a_hundred_thousand_layers_are_no_problem() {
    String[] layers =
        IntStream.range(0, 100_000)
            .mapToObj(i -> "l" + i + " ReLU [[[\"" + (i == 0 ? "x" : "l" + (i - 1)) + "\", 0, 0]]]")
            .toArray(String[]::new);
    assertEquals(100_001, read(functional("[[\"l99999\", 0, 0]]", layers)).nodes().size());
  }

  // ---- whose numbers ----

  @Test
  void semantics_follow_from_what_wrote_the_file() {
    assertEquals(Semantics.TFJS, semantics("{\"backend\": \"tensor_flow.js\"}"));
    assertEquals(Semantics.TFJS, semantics("{\"keras_version\": \"tfjs-layers 0.8.0\"}"));
    assertEquals(
        Semantics.KERAS2,
        semantics("{\"keras_version\": \"2.1.6-tf\", \"backend\": \"tensorflow\"}"));
    assertEquals(
        Semantics.KERAS3, semantics("{\"keras_version\": \"3.15.1\", \"model_config\": {}}"));
    assertEquals(Semantics.KERAS2, semantics("{}"));
    assertEquals(
        Semantics.KERAS3,
        semantics("{\"config\": {\"layers\": [{\"config\": {\"batch_shape\": [null, 2]}}]}}"));
  }

  private static Semantics semantics(String json) {
    return Topology.semantics(Json.parse(json, "text"));
  }

  @Test
  void the_caller_may_know_better() {
    Tree json = Json.parse(functional("[[\"a\", 0, 0]]", "a Dense [[[\"x\", 0, 0]]]"), "text");
    Graph g = Topology.of(json, Optional.of(Semantics.TFJS));
    assertEquals(Semantics.TFJS, ((KerasLayer) g.outputs().get("a").op()).semantics());
  }

  // ---- what is wrong ----

  @Test
  void a_cycle_is_named() {
    assertEquals(
        "model 'm': inbound_nodes make a cycle of 3 calls: a -> b -> c -> a",
        error(
            functional(
                "[[\"d\", 0, 0]]",
                "a ReLU [[[\"c\", 0, 0]]]",
                "b Add [[[\"x\", 0, 0], [\"a\", 0, 0]]]",
                "c ReLU [[[\"b\", 0, 0]]]",
                "d ReLU [[[\"c\", 0, 0]]]")));
    assertEquals(
        "model 'm': inbound_nodes make a cycle of 1 call: a -> a",
        error(functional("[[\"a\", 0, 0]]", "a ReLU [[[\"a\", 0, 0]]]")));
  }

  @Test
  void inbound_nodes_that_are_no_list_are_refused() {
    assertEquals(
        "model 'm': a (Dense): inbound_nodes should be a list of calls, found {\"x\":[\"x\",0,0]}",
        error(functional("[[\"a\", 0, 0]]", "a Dense {\"x\": [\"x\", 0, 0]}")));
  }

  @Test
  void a_layer_that_is_not_there_is_named() {
    assertEquals(
        "model 'm': a (ReLU): inbound_nodes[0] names layer 'y', which the model does not have",
        error(functional("[[\"a\", 0, 0]]", "a ReLU [[[\"y\", 0, 0]]]")));
    assertEquals(
        "model 'm': output_layers names layer 'z', which the model does not have",
        error(functional("[[\"z\", 0, 0]]", "a ReLU [[[\"x\", 0, 0]]]")));
  }

  @Test
  void a_call_or_result_that_is_not_there_is_named() {
    assertEquals(
        "model 'm': b (ReLU): inbound_nodes[0] names call 2 of a (ReLU), which is called 1 time",
        error(
            functional("[[\"b\", 0, 0]]", "a ReLU [[[\"x\", 0, 0]]]", "b ReLU [[[\"a\", 2, 0]]]")));
    assertEquals(
        "model 'm': a (ReLU): inbound_nodes[0] names result 1 of x (InputLayer), which has 1",
        error(functional("[[\"a\", 0, 0]]", "a ReLU [[[\"x\", 0, 1]]]")));
    assertTrue(
        error(functional("[[\"a\", 0, 0]]", "a ReLU [[[\"x\", 0, 1000000000]]]"))
            .contains("indices from 0 to"));
    assertTrue(
        error(functional("[[\"a\", 0, 0]]", "a ReLU [[[\"x\", -1, 0]]]"))
            .contains("indices from 0 to"));
    assertTrue(
        error(functional("[[\"a\", 0, 0]]", "a ReLU [[[\"x\"]]]"))
            .contains("should be [layer, node, tensor]"));
    assertTrue(
        error(functional("[[\"a\", 0, 0]]", "a ReLU [7]")).contains("a (ReLU): inbound_nodes[0]"));
  }

  @Test
  void two_layers_of_one_name_are_refused() {
    assertEquals(
        "model 'm': two layers are named 'a', a ReLU and a Dense; weights and calls are found by"
            + " name, so names must differ",
        error(
            functional(
                "[[\"a\", 0, 0]]", "a ReLU [[[\"x\", 0, 0]]]", "a Dense [[[\"x\", 0, 0]]]")));
  }

  @Test
  void inputs_must_be_input_layers_and_all_of_them() {
    String json =
        functional("[[\"b\", 0, 0]]", "a ReLU [[[\"x\", 0, 0]]]", "b ReLU [[[\"a\", 0, 0]]]");
    assertEquals(
        "model 'm': input_layers names a (ReLU), which is no InputLayer",
        error(json.replace("\"input_layers\": [[\"x\"", "\"input_layers\": [[\"a\"")));
    assertEquals(
        "model 'm': y (InputLayer) feeds the outputs, but is not among the input_layers",
        error(functional("[[\"a\", 0, 0]]", "y InputLayer []", "a ReLU [[[\"y\", 0, 0]]]")));
  }

  @Test
  void what_is_no_model_is_refused_with_what_was_found() {
    assertEquals(
        "modelTopology should be a model with 'class_name' and 'config', found null",
        error("null"));
    assertEquals(
        "modelTopology should be a model with 'class_name' and 'config', found {}", error("{}"));
    assertTrue(
        error("{\"class_name\": \"Sequential\", \"config\": {}}").contains("list of layers"));
    assertTrue(
        error("{\"class_name\": \"Sequential\", \"config\": []}").contains("list of layers"));
    assertTrue(
        error("{\"class_name\": \"Sequential\", \"config\": [{\"class_name\": \"Dense\"}]}")
            .contains("has no config"));
    assertTrue(error("{\"class_name\": \"Sequential\", \"config\": [3]}").contains("layers[0]"));
    assertTrue(
        error(
                "{\"class_name\": \"Model\", \"config\": {\"layers\": [{\"class_name\":"
                    + " \"InputLayer\", \"config\": {}}]}}")
            .contains("input_layers"));
  }

  @Test
  void models_and_wrappers_may_not_lie_too_deep() {
    String model =
        "{\"class_name\": \"Dense\", \"config\": {\"name\": \"d\", \"batch_input_shape\": [null,"
            + " 5]}}";
    String wrapper = model;
    for (int i = 0; i < 40; i++) {
      model =
          "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"s"
              + i
              + "\", \"layers\": ["
              + model
              + "]}}";
      wrapper =
          "{\"class_name\": \"TimeDistributed\", \"config\": {\"name\": \"t"
              + i
              + "\", \"layer\": "
              + wrapper
              + "}}";
    }
    assertTrue(error(model).contains("lies in more than 32 models and wrappers"));
    assertTrue(
        error("{\"class_name\": \"Sequential\", \"config\": {\"layers\": [" + wrapper + "]}}")
            .contains("lies in more than 32 models and wrappers"));
  }

  /// In `keras_history` its calls are 0, 1, ..., in `output_layers` 1, 2, ...
  @Test
  void keras_3_counts_the_calls_of_a_functional_model_in_two_ways() {
    String tensor = "{\"class_name\": \"__keras_tensor__\", \"config\": {\"keras_history\": [%s]}}";
    String call = "{\"args\": [" + tensor + "], \"kwargs\": {}}";
    String input =
        "{\"class_name\": \"InputLayer\", \"name\": \"x\", \"config\": {\"batch_shape\": [null,"
            + " 2], \"name\": \"x\"}, \"inbound_nodes\": []}";
    String inner =
        "{\"class_name\": \"Functional\", \"name\": \"m\", \"config\": {\"name\": \"m\", \"layers\":"
            + " ["
            + input
            + "], \"input_layers\": [\"x\", 0, 0], \"output_layers\": [\"x\", 0, 0]},"
            + " \"inbound_nodes\": ["
            + call.formatted("\"x\", 0, 0")
            + ", "
            + call.formatted("\"m\", 0, 0")
            + "]}";
    Graph g =
        read(
            "{\"class_name\": \"Functional\", \"config\": {\"name\": \"top\", \"layers\": ["
                + input
                + ", "
                + inner
                + "], \"input_layers\": [\"x\", 0, 0], \"output_layers\": [\"m\", 2, 0]}}");
    Node last = g.outputs().values().iterator().next().node();
    assertEquals("m", ((KerasLayer) last.inputs().getFirst().op()).layer());
  }

  // ---- real files ----

  @Test
  void every_topology_of_the_conformance_cases_can_be_read() throws Exception {
    List<Path> files;
    try (Stream<Path> all = Files.walk(cases())) {
      files =
          all.filter(f -> f.endsWith("model.json"))
              .filter(f -> Files.exists(f.resolveSibling("golden.json")))
              .toList();
    }
    int read = 0;
    for (Path file : files) {
      Tree topology = Json.read(file).path("modelTopology");
      if (topology.isObject() && !topology.has("node")) {
        Graph g = Topology.of(topology, Optional.empty());
        Tree golden = Json.read(file.resolveSibling("golden.json"));
        assertEquals(names(golden, "inputs"), g.inputs().size(), file.toString());
        assertEquals(names(golden, "outputs"), g.outputs().size(), file.toString());
        assertFalse(Topology.layers(g).isEmpty());
        read++;
      }
    }
    assertTrue(read > 200, "only " + read + " topologies under " + cases());
  }

  private static int names(Tree golden, String key) {
    return golden.path(key).size();
  }

  static Path cases() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path cases = at.resolve("conformance/cases");
      if (Files.isDirectory(cases)) {
        return cases;
      }
    }
    throw new IllegalStateException("no conformance/cases above " + Path.of("").toAbsolutePath());
  }
}
