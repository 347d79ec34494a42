package io.github.tfjs4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.exec.Prediction;
import io.github.tfjs4j.exec.RunLimits;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.keras.layer.GoldenCase;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphModelTest {
  /// A running sum; the first call starts from 100.
  private static final GraphModel SUM =
      GraphModel.of(
          new TextForm(Ops.ALL)
              .parse(
                  """
                  input %x: float32[2]
                  %start = Const float32[2] {100.0, 100.0}
                  %before = PlaceholderWithDefault(%start) {dtype=DT_FLOAT, shape=shape[2]}
                  %after = AddV2(%x, %before)
                  %y = Neg(%after)
                  state "sum": %before, %after
                  return %y
                  """));

  private static Tensor floats(float... values) {
    return Tensor.floats(values);
  }

  private static void assertFloats(Tensor actual, float... expected) {
    assertArrayEquals(expected, actual.floats());
  }

  @Test
  void a_call_continues_from_the_states_of_another() {
    assertEquals(List.of("sum"), List.copyOf(SUM.states().keySet()));
    Prediction first = SUM.run(Map.of("x", floats(1, 2)), Map.of());
    assertFloats(first.outputs().get("y"), -101, -102);
    Prediction second = SUM.run(Map.of("x", floats(1, 2)), first.states());
    assertFloats(second.outputs().get("y"), -102, -104);
    assertFloats(second.states().get("sum"), 102, 104);
  }

  @Test
  void a_call_without_states_starts_anew() {
    assertFloats(SUM.predict(Map.of("x", floats(1, 2))).get("y"), -101, -102);
    assertFloats(SUM.predict(Map.of("x", floats(1, 2))).get("y"), -101, -102);
  }

  @Test
  void states_that_do_not_fit_are_named() {
    Map<String, Tensor> x = Map.of("x", floats(1, 2));
    ShapeException other =
        assertThrows(ShapeException.class, () -> SUM.run(x, Map.of("total", floats(1, 2))));
    assertEquals("the model has no state 'total', its states are [sum]", other.getMessage());
    ShapeException shape =
        assertThrows(ShapeException.class, () -> SUM.run(x, Map.of("sum", floats(1, 2, 3))));
    assertEquals("state 'sum' takes float32[2], given is float32[3]", shape.getMessage());
    ShapeException missing = assertThrows(ShapeException.class, () -> SUM.run(Map.of(), Map.of()));
    assertEquals("input 'x' of type float32[2] has not been given", missing.getMessage());
  }

  // ---- predicting ----

  private static final GraphModel TWO =
      GraphModel.of(
          new TextForm(Ops.ALL)
              .parse(
                  """
                  input %a: float32[?]
                  input %b: float32[?]
                  %sum = AddV2(%a, %b)
                  %parts = Split(0, %sum) {num_split=2}
                  %swapped = ConcatV2(%parts:1, %parts:0, 0)
                  return %sum, %swapped
                  """));

  @Test
  void one_tensor_gives_one() {
    GraphModel one =
        GraphModel.of(new TextForm(Ops.ALL).parse("input %x: float32[?]\n%y = Neg(%x)\nreturn %y"));
    assertFloats(one.predict(floats(1, 2)), -1, -2);
  }

  @Test
  void a_list_is_in_the_models_order() {
    List<Tensor> out = TWO.predict(List.of(floats(5, 6), floats(1, 2)));
    assertFloats(out.get(0), 6, 8);
    assertFloats(out.get(1), 8, 6);
  }

  @Test
  void what_does_not_fit_names_inputs_and_outputs() {
    ShapeException few = assertThrows(ShapeException.class, () -> TWO.predict(List.of(floats(1))));
    assertEquals("the model takes 2 inputs, [a, b], but got 1", few.getMessage());
    ShapeException many = assertThrows(ShapeException.class, () -> TWO.predict(floats(1)));
    assertEquals(
        "the model has 2 outputs, [sum, swapped]: predict with a list or by name",
        many.getMessage());
  }

  @Test
  void values_within_the_graph_are_had_by_name() {
    Map<String, Tensor> inputs = Map.of("a", floats(5, 6), "b", floats(1, 2));
    List<Tensor> out = TWO.execute(inputs, List.of("parts:1", "parts", "swapped"));
    assertFloats(out.get(0), 8);
    assertFloats(out.get(1), 6);
    assertFloats(out.get(2), 8, 6);
    ShapeException none =
        assertThrows(ShapeException.class, () -> TWO.execute(inputs, List.of("nothing")));
    assertEquals(
        "the graph has no node 'nothing' and no output of that name; there are [a, b, sum, Const,"
            + " parts, Const_1, swapped]; its outputs are [sum, swapped]",
        none.getMessage());
    ShapeException similar =
        assertThrows(ShapeException.class, () -> TWO.execute(inputs, List.of("Party")));
    assertTrue(similar.getMessage().contains("; similar are parts; "), similar::getMessage);
    ShapeException index =
        assertThrows(ShapeException.class, () -> TWO.execute(inputs, List.of("parts:2")));
    assertEquals("parts (Split) has 2 results, not parts:2", index.getMessage());
  }

  @Test
  void a_run_keeps_within_its_limits() {
    LimitException e =
        assertThrows(
            LimitException.class,
            () ->
                TWO.withLimits(RunLimits.DEFAULT.withBytes(1))
                    .predict(List.of(floats(5, 6), floats(1, 2))));
    assertTrue(e.getMessage().contains("bytes"), e::getMessage);
  }

  @Test
  void many_threads_share_a_model() throws Exception {
    try (var threads = java.util.concurrent.Executors.newFixedThreadPool(4)) {
      List<java.util.concurrent.Future<Float>> sums = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        float x = i;
        sums.add(
            threads.submit(
                () -> TWO.predict(List.of(floats(x, 0), floats(x, 0))).getFirst().floats()[0]));
      }
      for (int i = 0; i < 100; i++) {
        assertEquals(2 * i, sums.get(i).get());
      }
    }
  }

  // ---- loading ----

  @Test
  void a_model_of_layers_is_no_graph_and_the_other_way_round(@TempDir Path folder) {
    Path layers = layersModel();
    ModelException graph = assertThrows(ModelException.class, () -> GraphModel.load(layers));
    assertTrue(graph.getMessage().contains("LayersModel.load reads it"), graph::getMessage);
    Converter.convert(layers, folder.resolve("graph"), ConvertOptions.DEFAULT);
    ModelException none =
        assertThrows(ModelException.class, () -> LayersModel.load(folder.resolve("graph")));
    assertTrue(none.getMessage().contains("GraphModel.load reads it"), none::getMessage);
    assertTrue(InferenceModel.load(layers) instanceof LayersModel);
    assertTrue(InferenceModel.load(folder.resolve("graph")) instanceof GraphModel);
  }

  @Test
  void files_may_lie_in_memory(@TempDir Path folder) throws IOException {
    Converter.convert(layersModel(), folder, ConvertOptions.DEFAULT);
    Map<String, byte[]> files = new HashMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.toList()) {
        files.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    assertEquals(GraphModel.load(folder).inputs(), GraphModel.load(Source.of(files)).inputs());
  }

  private static Path layersModel() {
    return GoldenCase.all("keras")
        .map(GoldenCase::folder)
        .filter(f -> f.endsWith("cnn_mnist"))
        .findFirst()
        .orElseThrow();
  }
}
