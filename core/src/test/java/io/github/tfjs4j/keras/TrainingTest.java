package io.github.tfjs4j.keras;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.exec.Interpreter;
import io.github.tfjs4j.format.Json;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Model;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Reduce;
import io.github.tfjs4j.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainingTest {
  private static LoweredModel lowered(String layers, Map<String, Tensor> weights, Layer... custom) {
    Graph topology =
        Topology.of(
            Json.parse(
                """
                {"class_name": "Sequential", "config": {"name": "s", "layers": [
                  {"class_name": "InputLayer", "config": {"name": "x", "batch_input_shape": [null, 2]}},
                  %s]}}
                """
                    .formatted(layers),
                "text"),
            Optional.of(Semantics.TFJS));
    Lowering.Options options = new Lowering.Options(Map.of(), List.of(custom)).forTraining();
    return Lowering.lower(topology, weights, options);
  }

  /// Runs the model's outputs and what else training asks for.
  private static Map<String, Tensor> run(LoweredModel lowered, Map<String, Value> more, Tensor x) {
    Graph graph = lowered.model().graph();
    Map<String, Value> results = new LinkedHashMap<>(graph.outputs());
    results.putAll(more);
    Graph all = GraphBuilder.verbatim().build(graph.inputs(), results);
    return new Interpreter(new Model(all, lowered.model().parameters())).run(Map.of("x", x));
  }

  private static final String NORM =
      """
      {"class_name": "BatchNormalization", "config": {"name": "b", "axis": -1, "momentum": 0.75,
       "epsilon": 0, "scale": false, "center": false}}\
      """;

  private static final Map<String, Tensor> STATISTICS =
      Map.of(
          "b/moving_mean", Tensor.floats(8, 0),
          "b/moving_variance", Tensor.floats(4, 1));

  @Test
  void a_batch_normalisation_takes_the_batch_and_moves_its_statistics() {
    LoweredModel lowered = lowered(NORM, STATISTICS);
    Map<String, Value> updates = lowered.training().orElseThrow().updates();
    assertEquals(List.of("b/moving_mean", "b/moving_variance"), List.copyOf(updates.keySet()));
    // Channels of mean 2 and 10, variance 1 and 16.
    Tensor x = Tensor.of(new float[] {1, 6, 3, 14}, 2, 2);
    Map<String, Tensor> results = run(lowered, updates, x);
    assertArrayEquals(new float[] {-1, -1, 1, 1}, results.get("b").floats(), 1e-6f);
    assertArrayEquals(new float[] {6.5f, 2.5f}, results.get("b/moving_mean").floats(), 1e-6f);
    assertArrayEquals(new float[] {3.25f, 4.75f}, results.get("b/moving_variance").floats(), 1e-6f);
  }

  @Test
  void a_frozen_one_normalises_as_at_inference() {
    LoweredModel lowered =
        lowered(NORM.replace("\"axis\"", "\"trainable\": false, \"axis\""), STATISTICS);
    assertTrue(lowered.training().orElseThrow().updates().isEmpty());
    Tensor x = Tensor.of(new float[] {8, 3}, 1, 2);
    assertArrayEquals(new float[] {0, 3}, run(lowered, Map.of(), x).get("b").floats(), 1e-6f);
  }

  @Test
  void a_layer_of_ones_own_adds_a_loss_and_draws_seeds() {
    Layer penalty =
        new Layer() {
          @Override
          public String className() {
            return "Penalty";
          }

          @Override
          public Lowered lower(LayerCall call) {
            assertTrue(call.isTraining());
            call.addLoss(call.tf().reduce(Reduce.F.SUM, call.input(), false, 0, 1));
            Value noise = call.tf().cast(call.seed(), io.github.tfjs4j.tensor.DataType.FLOAT);
            return Lowered.unmasked(call.tf().add(call.input(), noise));
          }
        };
    String twice =
        "{\"class_name\": \"Penalty\", \"config\": {\"name\": \"p\"}},"
            + "{\"class_name\": \"Penalty\", \"config\": {\"name\": \"q\"}}";
    LoweredModel lowered = lowered(twice, Map.of(), penalty);
    Training training = lowered.training().orElseThrow();
    assertEquals(2, training.losses().size());
    Graph graph = lowered.model().graph();
    Map<String, Value> inputs = new LinkedHashMap<>(graph.inputs());
    inputs.put("seed", training.seed().orElseThrow());
    Graph all =
        GraphBuilder.verbatim()
            .build(inputs, Map.of("q", graph.outputs().get("q"), "loss", training.losses().get(1)));
    Map<String, Tensor> results =
        new Interpreter(all)
            .run(Map.of("x", Tensor.of(new float[] {1, 2}, 1, 2), "seed", Tensor.scalar(10)));
    // Two draws from seed 10: 10 and 11.
    assertArrayEquals(new float[] {22, 23}, results.get("q").floats(), 0);
    assertArrayEquals(new float[] {23}, results.get("loss").floats(), 0);
  }

  @Test
  void what_needs_random_numbers_says_so() {
    assertTrue(
        assertThrows(
                UnsupportedModelException.class,
                () ->
                    lowered(
                        "{\"class_name\": \"Dropout\", \"config\": {\"name\": \"d\", \"rate\": 0.5}}",
                        Map.of()))
            .getMessage()
            .contains("d (Dropout)"));
  }
}
