package io.github.tfjs4j.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.LimitException;
import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.format.Json;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Parameter;
import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.op.Placeholder;
import io.github.tfjs4j.op.Weight;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tensor.TensorType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LoweringTest {
  private static Graph topology(String json) {
    return Topology.of(Json.parse(json, "text"), Optional.empty());
  }

  private static Graph lower(String json, Map<String, Tensor> weights) {
    return graph(topology(json), weights, Lowering.Options.NONE);
  }

  private static Graph graph(
      Graph topology, Map<String, ? extends TensorSource> weights, Lowering.Options options) {
    return Lowering.lower(topology, weights, options).model().graph();
  }

  private static String text(Graph g) {
    return new TextForm(Ops.ALL).print(g).replaceAll("  #.*", "");
  }

  /// Weights of zeros: name and dimensions, `d/kernel 4 2`.
  private static Map<String, Tensor> weights(String... specs) {
    Map<String, Tensor> out = new LinkedHashMap<>();
    for (String spec : specs) {
      String[] parts = spec.split(" ", -1);
      List<Integer> dims = new ArrayList<>();
      for (int i = 1; i < parts.length; i++) {
        dims.add(Integer.valueOf(parts[i]));
      }
      out.put(parts[0], Tensor.zeros(DataType.FLOAT, Shape.of(dims)));
    }
    return out;
  }

  private static String sequential(String layers) {
    return "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"s\", \"layers\": ["
        + layers
        + "]}}";
  }

  /// A layer of no calls, or in a list of layers.
  private static String layer(String className, String name, String config) {
    return "{\"class_name\": \"%s\", \"name\": \"%s\", \"config\": {\"name\": \"%2$s\"%s}}"
        .formatted(className, name, config.isEmpty() ? "" : ", " + config);
  }

  private static String input(String shape) {
    return layer("InputLayer", "x", "\"dtype\": \"float32\", \"batch_input_shape\": " + shape);
  }

  private static String relu(String name) {
    return layer("Activation", name, "\"activation\": \"relu\"");
  }

  private static String dense(String name, int units) {
    return layer("Dense", name, "\"units\": " + units + ", \"use_bias\": false");
  }

  // ---- names, types, origins ----

  @Test
  void inputs_become_placeholders_of_the_declared_type() {
    Graph g =
        lower(
            sequential(input("[null, null, 3]").replace("float32", "int64") + "," + relu("a")),
            Map.of());
    Value x = g.inputs().get("x");
    assertEquals("x", g.name(x.node()));
    assertEquals(new Placeholder(DataType.INT32, Shape.of(-1, -1, 3)), x.op());
  }

  @Test
  void nodes_are_named_after_their_layers_and_know_them() {
    Graph g = lower(sequential(input("[null, 4]") + "," + dense("d", 2)), weights("d/kernel 4 2"));
    Value y = g.outputs().get("d");
    assertEquals("d/MatMul", g.name(y.node()));
    assertEquals("[d (Dense)]", g.origins(y.node()).toString());
    assertEquals("d/kernel", g.name(y.node().input(1).node()));
    assertEquals(new Weight("d/kernel", DataType.FLOAT, Shape.of(4, 2)), y.node().input(1).op());
  }

  @Test
  void what_is_frozen_in_keras_is_not_trainable() {
    String frozen = dense("d", 2).replace("\"units\"", "\"trainable\": false, \"units\"");
    String json = sequential(input("[null, 4]") + "," + frozen + "," + dense("e", 3));
    Map<String, Parameter> parameters =
        Lowering.lower(
                topology(json), weights("d/kernel 4 2", "e/kernel 2 3"), Lowering.Options.NONE)
            .model()
            .parameters();
    assertFalse(parameters.get("d/kernel").trainable());
    assertTrue(parameters.get("e/kernel").trainable());
  }

  @Test
  void statistics_are_parameters_that_gradients_leave_alone() {
    String json =
        sequential(
            input("[null, 2]")
                + ", {\"class_name\": \"BatchNormalization\", \"config\": {\"name\": \"b\", \"scale\":"
                + " false, \"center\": false}}");
    Map<String, Parameter> parameters =
        Lowering.lower(
                topology(json),
                weights("b/moving_mean 2", "b/moving_variance 2"),
                Lowering.Options.NONE)
            .model()
            .parameters();
    assertEquals(Parameter.Role.MOVING_STATISTIC, parameters.get("b/moving_mean").role());
    assertFalse(parameters.get("b/moving_variance").trainable());
  }

  @Test
  void what_only_training_counts_is_no_weight_that_a_layer_fails_to_read() {
    String json =
        sequential(
            input("[null, 2]")
                + ", {\"class_name\": \"Normalization\", \"config\": {\"name\": \"n\"}}");
    assertEquals(
        List.of(),
        Lowering.lower(
                topology(json),
                weights("n/mean 2", "n/variance 2", "n/count"),
                Lowering.Options.NONE)
            .unread());
  }

  @Test
  void weights_that_no_layer_reads_are_named() {
    String json = sequential(input("[null, 4]") + "," + dense("d", 2));
    assertEquals(
        List.of("other/kernel"),
        Lowering.lower(
                topology(json), weights("d/kernel 4 2", "other/kernel 1"), Lowering.Options.NONE)
            .unread());
  }

  @Test
  void a_policy_of_keras_3_is_a_dtype() {
    String policy =
        "{\"module\": \"keras\", \"class_name\": \"DTypePolicy\", \"config\": {\"name\":"
            + " \"mixed_float16\"}}";
    Graph g =
        lower(
            sequential(input("[null, 4]").replace("\"float32\"", policy) + "," + relu("a")),
            Map.of());
    assertEquals(TensorType.of(DataType.FLOAT, -1, 4), g.inputs().get("x").type());
  }

  // ---- calls ----

  @Test
  void calls_of_one_layer_share_its_weights() {
    String json =
        TopologyTest.functional(
                "[[\"d\", 1, 0]]",
                "d Dense [[[\"x\", 0, 0]], [[\"r\", 0, 0]]]",
                "r Activation [[[\"d\", 0, 0]]]")
            .replace("{\"name\": \"d\"}", "{\"name\": \"d\", \"units\": 4, \"use_bias\": false}")
            .replace("{\"name\": \"r\"}", "{\"name\": \"r\", \"activation\": \"relu\"}")
            .replace("{\"name\": \"x\"}", "{\"name\": \"x\", \"batch_input_shape\": [null, 4]}");
    assertEquals(
        """
        input %x: float32[?, 4]
        %d/kernel = Weight() {weight="d/kernel", dtype=DT_FLOAT, shape=shape[4, 4]} : float32[4, 4]
        %d/MatMul = MatMul(%x, %d/kernel) {transpose_a=false, transpose_b=false} : float32[?, 4]
        %r/Relu = Relu(%d/MatMul) : float32[?, 4]
        %d/MatMul_1 = MatMul(%r/Relu, %d/kernel) {transpose_a=false, transpose_b=false} : float32[?, 4]
        return "d": %d/MatMul_1
        """,
        text(lower(json, weights("d/kernel 4 4"))));
  }

  @Test
  void the_same_tensor_may_be_read_twice() {
    String json =
        TopologyTest.functional("[[\"a\", 0, 0]]", "a Add [[[\"x\", 0, 0], [\"x\", 0, 0]]]")
            .replace("{\"name\": \"x\"}", "{\"name\": \"x\", \"batch_input_shape\": [null, 4]}");
    assertEquals(
        """
        input %x: float32[?, 4]
        %a/AddV2 = AddV2(%x, %x) : float32[?, 4]
        return "a": %a/AddV2
        """,
        text(lower(json, Map.of())));
  }

  @Test
  void an_input_may_be_an_output_and_an_output_listed_twice() {
    String json =
        TopologyTest.functional("[[\"x\", 0, 0], [\"x\", 0, 0]]", "a Add [[[\"x\", 0, 0]]]")
            .replace("{\"name\": \"x\"}", "{\"name\": \"x\", \"batch_input_shape\": [null, 4]}");
    Graph g = lower(json, Map.of());
    assertEquals(List.of("x", "x_1"), List.copyOf(g.outputs().keySet()));
    assertSame(g.inputs().get("x").node(), g.outputs().get("x_1").node());
  }

  // ---- models in models ----

  @Test
  void a_model_in_a_model_is_written_out_for_each_call() {
    String inner = sequential(input("[null, 4]").replace("\"x\"", "\"i\"") + "," + dense("d", 4));
    inner =
        inner.replace(
            "\"config\": {\"name\": \"s\"", "\"name\": \"s\", \"config\": {\"name\": \"s\"");
    String json =
        sequential(input("[null, 4]") + "," + relu("a") + "," + inner + "," + dense("e", 1));
    assertEquals(
        """
        input %x: float32[?, 4]
        %a/Relu = Relu(%x) : float32[?, 4]
        %d/kernel = Weight() {weight="d/kernel", dtype=DT_FLOAT, shape=shape[4, 4]} : float32[4, 4]
        %s/d/MatMul = MatMul(%a/Relu, %d/kernel) {transpose_a=false, transpose_b=false} : float32[?, 4]
        %e/kernel = Weight() {weight="e/kernel", dtype=DT_FLOAT, shape=shape[4, 1]} : float32[4, 1]
        %e/MatMul = MatMul(%s/d/MatMul, %e/kernel) {transpose_a=false, transpose_b=false} : float32[?, 1]
        return "e": %e/MatMul
        """,
        text(lower(json, weights("d/kernel 4 4", "e/kernel 4 1"))));
  }

  @Test
  void masks_pass_through_nested_models_in_keras_and_not_in_tfjs() {
    String inner =
        "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"n\", \"layers\": ["
            + layer("InputLayer", "i", "\"batch_input_shape\": [null, 5, 3]")
            + ","
            + relu("r")
            + "]}}";
    String json =
        sequential(
            input("[null, 5, 3]")
                + ","
                + layer("Masking", "m", "\"mask_value\": 0")
                + ","
                + inner
                + ","
                + layer("GlobalAveragePooling1D", "g", ""));
    Graph topology = topology(json.replace("}]}}", "}]}, \"keras_version\": \"2.4.0\"}"));
    Graph tfjs = Topology.of(Json.parse(json, "text"), Optional.of(Semantics.TFJS));
    assertEquals(
        2L, // the mean, and the number of the steps that are left
        graph(topology, Map.of(), Lowering.Options.NONE).opCounts().get("Sum"));
    assertEquals(1L, graph(tfjs, Map.of(), Lowering.Options.NONE).opCounts().get("Mean"));
  }

  @Test
  void in_tfjs_a_mask_stays_with_the_layers_behind_those_that_drop_it() {
    String json =
        sequential(
            input("[null, 5]")
                + ","
                + layer(
                    "Embedding", "e", "\"input_dim\": 7, \"output_dim\": 5, \"mask_zero\": true")
                + ","
                + layer("GlobalMaxPooling1D", "g", "")
                + ","
                + layer("Softmax", "s", "\"axis\": -1"));
    for (Semantics semantics : Semantics.values()) {
      Graph topology = Topology.of(Json.parse(json, "text"), Optional.of(semantics));
      Graph g = graph(topology, weights("e/embeddings 7 5"), Lowering.Options.NONE);
      boolean masked = g.opCounts().containsKey("NotEqual");
      assertEquals(semantics == Semantics.TFJS, masked, semantics.label());
    }
  }

  @Test
  void a_model_called_on_another_number_of_inputs_is_refused() {
    String json =
        TopologyTest.functional("[[\"n\", 1, 0]]", "n Sequential [[[\"x\", 0, 0], [\"x\", 0, 0]]]")
            .replace(
                "{\"name\": \"n\"}",
                "{\"name\": \"n\", \"layers\": [" + input("[null, 4]") + "," + relu("r") + "]}")
            .replace("{\"name\": \"x\"}", "{\"name\": \"x\", \"batch_input_shape\": [null, 4]}");
    assertEquals(
        "n (Sequential): has the inputs [x], but is called on 2",
        assertThrows(ShapeException.class, () -> lower(json, Map.of())).getMessage());
  }

  @Test
  void models_that_multiply_each_other_come_to_an_end() {
    String inner =
        layer("Activation", "r", "\"activation\": \"relu\"")
            .replace("}}", "}, \"inbound_nodes\": [[[\"x\", 0, 0]], [[\"r\", 0, 0]]]}");
    String model = nested(inner, "r", 1);
    for (int i = 0; i < 25; i++) {
      model =
          nested(
              model
                  .replace("\"NAME\"", "\"m" + i + "\"")
                  .replace(
                      "]}}", "]}, \"inbound_nodes\": [[[\"x\", 0, 0]], [[\"m" + i + "\", 1, 0]]]}"),
              "m" + i,
              2);
    }
    String json = model;
    assertTrue(
        assertThrows(LimitException.class, () -> lower(json, Map.of()))
            .getMessage()
            .contains("calls layers more than 200000 times"));
  }

  @Test
  void what_multiplies_is_counted_before_it_is_written_out() {
    String inner = layer("LSTM", "l", "\"units\": 2");
    for (int i = 0; i < 31; i++) {
      inner = layer("Bidirectional", "b" + i, "\"layer\": " + inner);
    }
    String json = sequential(input("[null, 3, 4]") + "," + inner);
    String message =
        assertTimeoutPreemptively(
            Duration.ofSeconds(5),
            () -> assertThrows(LimitException.class, () -> lower(json, Map.of())).getMessage());
    assertTrue(message.contains("--max_nodes"), message);
  }

  @Test
  void a_direction_is_that_of_a_recurrent_layer() {
    String lstm = layer("LSTM", "l", "\"units\": 2, \"return_sequences\": true");
    String both = layer("Bidirectional", "b", "\"layer\": " + lstm);
    String json =
        sequential(
            input("[null, 3, 4]") + "," + layer("Bidirectional", "twice", "\"layer\": " + both));
    String message =
        assertThrows(UnsupportedModelException.class, () -> lower(json, Map.of())).getMessage();
    assertTrue(message.startsWith("twice (Bidirectional): holds a Bidirectional"), message);
  }

  private static String nested(String layer, String name, int last) {
    return "{\"class_name\": \"Functional\", \"name\": \"NAME\", \"config\": {\"name\": \"NAME\","
        + " \"layers\": ["
        + input("[null, 4]")
        + ","
        + layer
        + "], \"input_layers\": [[\"x\", 0, 0]], \"output_layers\": [[\""
        + name
        + "\", "
        + last
        + ", 0]]}}";
  }

  // ---- wrappers ----

  @Test
  void a_time_distributed_layer_sees_one_batch_of_all_steps() {
    String td = layer("TimeDistributed", "t", "\"layer\": " + dense("d", 2));
    assertEquals(
        """
        input %x: float32[?, 5, 3]
        %t/Const = Const int32[2] {-1, 3}
        %t/Reshape = Reshape(%x, %t/Const) : float32[?, 3]
        %t/kernel = Weight() {weight="t/kernel", dtype=DT_FLOAT, shape=shape[3, 2]} : float32[3, 2]
        %t/MatMul = MatMul(%t/Reshape, %t/kernel) {transpose_a=false, transpose_b=false} : float32[?, 2]
        %t/Const_1 = Const int32[3] {-1, 5, 2}
        %t/Reshape_1 = Reshape(%t/MatMul, %t/Const_1) : float32[?, 5, 2]
        return "t": %t/Reshape_1
        """,
        text(lower(sequential(input("[null, 5, 3]") + "," + td), weights("t/kernel 3 2"))));
  }

  @Test
  void neither_batch_nor_time_need_be_known() {
    String td = layer("TimeDistributed", "t", "\"layer\": " + layer("Flatten", "f", ""));
    Graph g = lower(sequential(input("[null, null, 4, 3]") + "," + td), Map.of());
    assertEquals(TensorType.of(DataType.FLOAT, -1, -1, 12), g.outputs().get("t").type());
    g = lower(sequential(input("[null, null, null, 3]") + "," + td), Map.of());
    assertEquals(3, g.outputs().get("t").shape().rank());
    g = lower(sequential(input("[2, 5, 4, 3]") + "," + td), Map.of());
    assertEquals(TensorType.of(DataType.FLOAT, 2, 5, 12), g.outputs().get("t").type());
  }

  @Test
  void a_wrapper_may_hold_a_model_or_a_wrapper() {
    String model = sequential(input("[null, 4]") + "," + dense("d", 2));
    String td = layer("TimeDistributed", "t", "\"layer\": " + model);
    Graph g = lower(sequential(input("[null, 5, 4]") + "," + td), weights("d/kernel 4 2"));
    assertEquals(TensorType.of(DataType.FLOAT, -1, 5, 2), g.outputs().get("t").type());
    String twice =
        layer(
            "TimeDistributed",
            "o",
            "\"layer\": " + layer("TimeDistributed", "t", "\"layer\": " + dense("d", 2)));
    g = lower(sequential(input("[null, 6, 5, 4]") + "," + twice), weights("o/kernel 4 2"));
    assertEquals(TensorType.of(DataType.FLOAT, -1, 6, 5, 2), g.outputs().get("o").type());
  }

  // ---- options ----

  @Test
  void input_shapes_can_be_given() {
    String json = sequential(input("[null, null, 3]") + "," + relu("a"));
    Lowering.Options options = new Lowering.Options(Map.of("x", Shape.of(1, 7, 3)), List.of());
    assertEquals(
        TensorType.of(DataType.FLOAT, 1, 7, 3),
        graph(topology(json), Map.of(), options).outputs().get("a").type());
    assertEquals(
        "a shape is given for [y], but the model's inputs are [x]",
        assertThrows(
                ShapeException.class,
                () ->
                    Lowering.lower(
                        topology(json),
                        Map.of(),
                        new Lowering.Options(Map.of("y", Shape.of(1)), List.of())))
            .getMessage());
    assertEquals(
        "x (InputLayer): has shape [?, ?, 3], the shape [1] that is given for it has another rank",
        assertThrows(
                ShapeException.class,
                () ->
                    Lowering.lower(
                        topology(json),
                        Map.of(),
                        new Lowering.Options(Map.of("x", Shape.of(1)), List.of())))
            .getMessage());
  }

  @Test
  void a_model_without_an_input_shape_must_be_given_one() {
    String json = sequential(relu("a"));
    assertTrue(
        assertThrows(ShapeException.class, () -> lower(json, Map.of()))
            .getMessage()
            .startsWith(
                "a_input (InputLayer): has no shape in the model: give one with --input_shape"
                    + " 'a_input=["));
    Lowering.Options options = new Lowering.Options(Map.of("a_input", Shape.of(-1, 3)), List.of());
    assertEquals(1, graph(topology(json), Map.of(), options).outputs().size());
  }

  @Test
  void layers_of_an_application_take_the_place_of_built_in_ones() {
    List<Layer> layers =
        CustomLayers.parse("f", "layer Activation() {\n input %x\n %y = Neg(%x)\n return %y\n}");
    String json = sequential(input("[null, 3]") + "," + relu("a"));
    Graph g = graph(topology(json), Map.of(), new Lowering.Options(Map.of(), layers));
    assertEquals("Neg", g.outputs().get("a").op().name());
  }

  @Test
  void layers_whose_numbers_depend_on_the_maker_are_named() {
    String resizing = layer("Resizing", "r", "\"height\": 4, \"width\": 4");
    String json = sequential(input("[null, 8, 8, 3]") + "," + relu("a") + "," + resizing);
    assertEquals(
        List.of("r (Resizing)"),
        Lowering.dependsOnSemantics(topology(json), Lowering.Options.NONE));
  }

  // ---- what is wrong ----

  @Test
  void all_layers_that_cannot_be_lowered_are_named_at_once() {
    String td = layer("TimeDistributed", "t", "\"layer\": " + layer("MyLayer", "inner", ""));
    String nested = sequential(input("[null, 4]") + "," + layer("MyLayer", "my_2", ""));
    String json =
        sequential(
            input("[null, 4]")
                + ","
                + layer("Lambda", "l", "")
                + ","
                + td
                + ","
                + nested
                + ","
                + rnn("LSTMCell, Peephole"));
    assertEquals(
        "no conversion for 3 kinds of layer: Lambda (1, first 'l'), MyLayer (2, first 'inner'), Peephole (1,"
            + " first 'Peephole'); a Lambda holds Python code, which is never run;"
            + " --custom_layers=FILE defines what layers of your own compute",
        assertThrows(UnsupportedModelException.class, () -> lower(json, Map.of())).getMessage());
  }

  @Test
  void every_lambda_is_named() {
    String json =
        sequential(
            input("[null, 4]")
                + ","
                + layer("Lambda", "one", "")
                + ","
                + layer("Lambda", "two", ""));
    String message =
        assertThrows(UnsupportedModelException.class, () -> lower(json, Map.of())).getMessage();
    assertTrue(message.contains("Lambda (2: 'one', 'two'); a Lambda holds Python code"), message);
  }

  private static String rnn(String cells) {
    List<String> specs =
        Stream.of(cells.split(", ")).map(c -> layer(c, c, "\"units\": 2")).toList();
    String stack =
        layer("StackedRNNCells", "stack", "\"cells\": [" + String.join(",", specs) + "]");
    return layer("RNN", "rnn", "\"cell\": " + stack);
  }

  @Test
  void all_weights_that_are_missing_are_named_at_once() {
    String json =
        sequential(
            input("[null, 4]") + "," + dense("d", 3) + "," + dense("e", 2) + "," + dense("f", 1));
    assertEquals(
        "2 of 3 weights are missing: d/kernel, f/kernel; the weights manifest has 1 weight, such as"
            + " e/kernel",
        assertThrows(FormatException.class, () -> lower(json, weights("e/kernel 3 2")))
            .getMessage());
  }

  @Test
  void a_weight_of_the_wrong_shape_is_named_with_both_shapes() {
    String json = sequential(input("[null, 4]") + "," + dense("d", 3));
    assertEquals(
        "d (Dense): weight 'kernel' has shape [5, 3], its config and input ask for [4, 3]",
        assertThrows(FormatException.class, () -> lower(json, weights("d/kernel 5 3")))
            .getMessage());
  }

  @Test
  void a_result_that_a_layer_does_not_have_is_named() {
    String json =
        TopologyTest.functional("[[\"a\", 0, 2]]", "a Activation [[[\"x\", 0, 0]]]")
            .replace("{\"name\": \"a\"}", "{\"name\": \"a\", \"activation\": \"relu\"}")
            .replace("{\"name\": \"x\"}", "{\"name\": \"x\", \"batch_input_shape\": [null, 4]}");
    assertEquals(
        "a (Activation): has 1 results, but the model reads result 2",
        assertThrows(FormatException.class, () -> lower(json, Map.of())).getMessage());
  }
}
