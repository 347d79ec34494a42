package io.github.tfjs4j.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.format.Json;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CustomLayersTest {
  private static final String MULTIPLY =
      """
      # a comment with a { and a $dollar
      layer MultiplyBeta(beta = 0.2) {
        input %x
        %y = Mul(%x, $beta)   # times $beta }
        return %y
      }
      """;

  /// A model of one custom layer with this config on an input of shape [?, 4, 4, 8].
  private static Graph topology(String className, String config) {
    String json =
        """
        {"class_name": "Sequential", "config": {"name": "s", "layers": [
          {"class_name": "InputLayer", "config": {"name": "x", "batch_input_shape": [null, 4, 4, 8]}},
          {"class_name": "%s", "config": {"name": "c"%s}}]}}\
        """
            .formatted(className, config.isEmpty() ? "" : ", " + config);
    return Topology.of(Json.parse(json, "text"), Optional.empty());
  }

  private static Graph lower(List<Layer> layers, String className, String config) {
    Lowering.Options options = new Lowering.Options(Map.of(), layers);
    return Lowering.lower(topology(className, config), Map.of(), options).model().graph();
  }

  private static String text(String definition, String className, String config) {
    Graph g = lower(CustomLayers.parse("f.layers", definition), className, config);
    return new TextForm(Ops.ALL).print(g).replaceAll("  #.*", "");
  }

  private static String error(String definition) {
    return assertThrows(FormatException.class, () -> CustomLayers.parse("f.layers", definition))
        .getMessage();
  }

  @Test
  void a_parameter_is_an_operand() {
    assertEquals(
        """
        input %x: float32[?, 4, 4, 8]
        %c/Const = Const float32[] {0.5}
        %c/y = Mul(%x, %c/Const) : float32[?, 4, 4, 8]
        return "c": %c/y
        """,
        text(MULTIPLY, "MultiplyBeta", "\"beta\": 0.5"));
  }

  @Test
  void a_config_that_does_not_say_leaves_the_default() {
    assertTrue(text(MULTIPLY, "MultiplyBeta", "").contains("Const float32[] {0.2}"));
    assertTrue(text(MULTIPLY, "MultiplyBeta", "\"beta\": null").contains("Const float32[] {0.2}"));
  }

  @Test
  void an_operand_is_a_float_also_where_the_config_has_an_int() {
    assertTrue(text(MULTIPLY, "MultiplyBeta", "\"beta\": 2").contains("Const float32[] {2.0}"));
    String required = MULTIPLY.replace("beta = 0.2", "beta");
    assertTrue(text(required, "MultiplyBeta", "\"beta\": 3").contains("Const float32[] {3.0}"));
  }

  @Test
  void a_parameter_is_the_value_of_an_attribute() {
    String shuffle =
        """
        layer PixelShuffle(scale = 2) {
          input %x
          %y = DepthToSpace(%x) {block_size=$scale}
          return %y
        }\
        """;
    assertTrue(text(shuffle, "PixelShuffle", "").contains("block_size=2"));
    assertTrue(
        text(shuffle.replace("scale = 2", "scale"), "PixelShuffle", "\"scale\": 2")
            .contains("block_size=2"));
    assertTrue(
        assertThrows(FormatException.class, () -> text(shuffle, "PixelShuffle", "\"scale\": 1.5"))
            .getMessage()
            .contains("c (PixelShuffle): 'scale' should be an int, found 1.5"));
  }

  @Test
  void lists_strings_and_bools_are_values_too() {
    String definition =
        """
        layer Mix(perm = [0, 2, 1, 3], keep = true, equation = "abcd->adbc") {
          input %x
          %t = Transpose(%x, $perm)
          %s = Sum(%t, [1]) {keep_dims=$keep}
          return %s
        }\
        """;
    assertTrue(text(definition, "Mix", "").contains("Const int32[4] {0, 2, 1, 3}"));
    String g = text(definition, "Mix", "\"perm\": [0, 3, 1, 2], \"keep\": false");
    assertTrue(g.contains("Const int32[4] {0, 3, 1, 2}") && g.contains("keep_dims=false"), g);
  }

  @Test
  void several_inputs_are_bound_in_order() {
    List<Layer> layers =
        CustomLayers.parse(
            "f", "layer Minus() {\n  input %a\n  input %b\n  %y = Sub(%a, %b)\n  return %y\n}");
    assertEquals(
        "c (Minus): it takes 2 inputs in f:1, but is called on 1",
        assertThrows(ShapeException.class, () -> lower(layers, "Minus", "")).getMessage());
  }

  private static Graph lower(String definition, String className, Map<String, Tensor> weights) {
    return Lowering.lower(
            topology(className, ""),
            weights,
            new Lowering.Options(Map.of(), CustomLayers.parse("f.layers", definition)))
        .model()
        .graph();
  }

  @Test
  void a_weight_is_found_by_the_layers_name_and_its_own() {
    String scale =
        """
        layer Scale(n: int = 8) {
          input %x
          weight %gamma: float32[$n]
          weight %b "my bias": float32[?]
          %g = Mul(%x, %gamma)
          %y = AddV2(%g, %b)
          return %y
        }\
        """;
    Map<String, Tensor> weights =
        Map.of("c/gamma", Tensor.of(new float[8], 8), "c/my bias", Tensor.of(new float[8], 8));
    String text = new TextForm(Ops.ALL).print(lower(scale, "Scale", weights));
    assertTrue(text.contains("weight=\"c/gamma\"") && text.contains("weight=\"c/my bias\""), text);
    assertTrue(
        assertThrows(
                FormatException.class,
                () -> lower(scale, "Scale", Map.of("c/gamma", weights.get("c/gamma"))))
            .getMessage()
            .contains("1 of 2 weights are missing: c/my bias"));
    assertTrue(
        assertThrows(
                FormatException.class, () -> lower(scale.replace("= 8", "= 7"), "Scale", weights))
            .getMessage()
            .contains("weight 'gamma' has shape [8], its config and input ask for [7]"));
    assertTrue(
        assertThrows(
                FormatException.class,
                () -> lower(scale.replace("float32[?]", "int32[?]"), "Scale", weights))
            .getMessage()
            .contains("weight 'my bias' is float32[8], its definition asks for int32"));
  }

  @Test
  void a_class_may_be_spelled_as_in_the_file() {
    String own = MULTIPLY.replace("MultiplyBeta(", "Custom>MultiplyBeta(");
    assertTrue(text(own, "Custom>MultiplyBeta", "").contains("Mul("));
    assertThrows(UnsupportedModelException.class, () -> text(own, "MultiplyBeta", ""));
    assertTrue(text(MULTIPLY, "Custom>MultiplyBeta", "").contains("Mul("));
  }

  @Test
  void a_definition_may_be_for_some_layers_alone() {
    String two =
        """
        layer Lambda for other, "c" {
          input %x
          %y = Neg(%x)
          return %y
        }
        layer Lambda {
          input %x
          %y = Abs(%x)
          return %y
        }\
        """;
    assertTrue(text(two, "Lambda", "").contains("Neg("));
    assertTrue(text(two.replace("\"c\"", "d"), "Lambda", "").contains("Abs("));
    assertTrue(error(two + two).contains("layer Lambda for other is defined twice"));
  }

  @Test
  void a_default_is_of_its_parameters_type() {
    assertTrue(
        error(MULTIPLY.replace("beta = 0.2", "beta: int = 0.2"))
            .contains("parameter 'beta': the default 0.2 is not an int"));
    assertTrue(error(MULTIPLY.replace("0.2", "1.2.3")).contains("'1.2.3' is no number"));
    assertTrue(error(MULTIPLY.replace("0.2", "[1, -]")).contains("is no number"));
    assertTrue(error(MULTIPLY.replace("beta = 0.2", "beta: real")).contains("'real' is no type"));
    assertTrue(
        text(MULTIPLY.replace("beta = 0.2", "beta: float = 2"), "MultiplyBeta", "")
            .contains("Const float32[] {2.0}"));
    assertTrue(
        assertThrows(
                FormatException.class, () -> text(MULTIPLY, "MultiplyBeta", "\"beta\": \"0.2\""))
            .getMessage()
            .contains("'beta' should be a number, found \"0.2\""));
  }

  @Test
  void a_mask_is_read_and_handed_on() {
    String masked =
        """
        layer Zero keeps mask {
          input %x
          mask %m
          %f = Cast(%m) {DstT=DT_FLOAT}
          %e = ExpandDims(%f, -1)
          %y = Mul(%x, %e)
          return %y
        }\
        """;
    Graph topology =
        Topology.of(
            Json.parse(
                """
                {"class_name": "Sequential", "config": {"name": "s", "layers": [
                  {"class_name": "Masking", "config": {"name": "k", "batch_input_shape": [null, 4, 2]}},
                  {"class_name": "Zero", "config": {"name": "z"}},
                  {"class_name": "GlobalAveragePooling1D", "config": {"name": "g"}}]}}
                """,
                "text"),
            Optional.of(Semantics.KERAS2));
    Lowering.Options options =
        new Lowering.Options(Map.of(), CustomLayers.parse("f.layers", masked));
    Graph g = Lowering.lower(topology, Map.of(), options).model().graph();
    assertEquals(1, g.nodes().stream().filter(n -> n.op().name().equals("NotEqual")).count());
    assertTrue(g.opCounts().get("Cast") >= 1, () -> g.opCounts().toString());
    // The mean is over what the mask lets through: a sum and a count, not a Mean.
    assertFalse(g.opCounts().containsKey("Mean"), () -> g.opCounts().toString());
    // Without a mask everything counts.
    Lowering.lower(topology("Zero", ""), Map.of(), options);
  }

  @Test
  void one_definition_for_several_lambdas_is_pointed_out() {
    Graph topology =
        Topology.of(
            Json.parse(
                """
                {"class_name": "Sequential", "config": {"name": "s", "layers": [
                  {"class_name": "Lambda", "config": {"name": "l1", "batch_input_shape": [null, 4]}},
                  {"class_name": "Lambda", "config": {"name": "l2"}}]}}
                """,
                "text"),
            Optional.of(Semantics.KERAS2));
    String lambda = "layer Lambda {\n input %x\n %y = Abs(%x)\n return %y\n}\n";
    List<String> warnings =
        Lowering.lower(
                topology,
                Map.of(),
                new Lowering.Options(Map.of(), CustomLayers.parse("f.layers", lambda)))
            .warnings();
    assertEquals(
        List.of(
            "one definition, f.layers:1, serves 2 Lambda layers, l1, l2, and reads nothing of their"
                + " configs: if they differ, give each its own (layer Lambda for l1 {)"),
        warnings);
    String each =
        lambda.replace("Lambda", "Lambda for l1") + lambda.replace("Lambda", "Lambda for l2");
    assertEquals(
        List.of(),
        Lowering.lower(
                topology,
                Map.of(),
                new Lowering.Options(Map.of(), CustomLayers.parse("f.layers", each)))
            .warnings());
  }

  @Test
  void a_missing_value_is_named() {
    assertEquals(
        "c (MultiplyBeta): the config has no 'beta', and f.layers:2 gives no default for it",
        assertThrows(
                FormatException.class,
                () -> text(MULTIPLY.replace("beta = 0.2", "beta"), "MultiplyBeta", ""))
            .getMessage());
  }

  @Test
  void what_is_wrong_in_a_body_is_found_with_its_line_when_it_is_used() {
    String message =
        assertThrows(
                ModelException.class,
                () -> text(MULTIPLY.replace("Mul(", "Mull("), "MultiplyBeta", ""))
            .getMessage();
    assertTrue(
        message.startsWith("c (MultiplyBeta): defined in f.layers:2: line 4: unknown op Mull"),
        message);
  }

  @Test
  void what_is_wrong_around_a_body_is_found_with_its_line_when_it_is_read() {
    assertTrue(error("layer A [").startsWith("f.layers:1: expected '{'"));
    assertTrue(
        error("\nlayer A() {\n input %x").startsWith("f.layers:2: this layer has no closing '}'"));
    assertTrue(error("laier A() {}").startsWith("f.layers:1: expected 'layer Name"));
    assertTrue(error("layer A() { return 1 }").startsWith("f.layers:1: layer A has no 'input %x'"));
    assertTrue(error("layer A(a = %) {}").startsWith("f.layers:1: expected a number"));
    assertTrue(error("layer A(a, a) {}").contains("two parameters are called 'a'"));
    assertTrue(
        error(MULTIPLY + MULTIPLY).startsWith("f.layers:8: layer MultiplyBeta is defined twice"));
    assertTrue(
        error(MULTIPLY.replace("(%x, $beta)", "(%x, $gamma)"))
            .startsWith("f.layers:4: layer MultiplyBeta has no parameter 'gamma', it has [beta]"));
  }

  @Test
  void the_layers_of_upscalerjs_are_an_example() {
    Path file = TopologyTest.cases().resolve("../../examples/custom-layers/upscalerjs.layers");
    List<Layer> layers = CustomLayers.read(file);
    assertEquals(
        List.of(
            "MultiplyBeta",
            "PixelShuffle",
            "PixelShuffle2x",
            "PixelShuffle3x",
            "PixelShuffle4x",
            "PixelShuffle8x"),
        layers.stream().map(Layer::className).toList());
    assertEquals(
        TensorType.of(DataType.FLOAT, -1, 8, 8, 2),
        lower(layers, "PixelShuffle2x", "").outputs().get("c").type());
  }

  @Test
  void a_file_that_is_not_there_is_named() {
    assertTrue(
        assertThrows(FormatException.class, () -> CustomLayers.read(Path.of("no/such.layers")))
            .getMessage()
            .startsWith(Path.of("no/such.layers") + ": there is no such file"));
  }

  @Test
  void an_activation_is_defined_by_its_name() {
    Path file = TopologyTest.cases().resolve("../../examples/custom-layers/deeplc.layers");
    String lambda = "\"activation\": \"<lambda>\"";
    String text =
        new TextForm(Ops.ALL)
            .print(lower(CustomLayers.read(file), "Activation", lambda))
            .replaceAll("  #.*", "");
    assertEquals(
        """
        input %x: float32[?, 4, 4, 8]
        %c/sloped = LeakyRelu(%x) {alpha=0.1} : float32[?, 4, 4, 8]
        %c/Const = Const float32[] {20.0}
        %c/y = Minimum(%c/sloped, %c/Const) : float32[?, 4, 4, 8]
        return "c": %c/y
        """,
        text);
    String serialized =
        "\"activation\": {\"class_name\": \"__lambda__\", \"config\": {\"code\": \"x\"}}";
    assertEquals(
        text,
        new TextForm(Ops.ALL)
            .print(lower(CustomLayers.read(file), "Activation", serialized))
            .replaceAll("  #.*", ""));
    String message =
        assertThrows(UnsupportedModelException.class, () -> lower(List.of(), "Activation", lambda))
            .getMessage();
    assertTrue(message.contains("never run") && message.contains("--custom_layers"), message);
  }

  @Test
  void an_activation_is_no_layer_and_comes_before_what_is_built_in() {
    String relu = "activation relu for c { input %x\n %y = Square(%x)\n return %y }";
    assertTrue(text(relu, "Activation", "\"activation\": \"relu\"").contains("Square"));
    assertTrue(
        text(relu.replace("for c", "for d"), "Activation", "\"activation\": \"relu\"")
            .contains("Relu"));
    assertThrows(UnsupportedModelException.class, () -> text(relu, "relu", ""));
  }
}
