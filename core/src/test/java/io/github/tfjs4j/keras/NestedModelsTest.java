package io.github.tfjs4j.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.tfjs4j.graph.Graph;
import org.junit.jupiter.api.Test;

class NestedModelsTest {
  /// A model that calls the one below twice, and so on, down to one layer called twice.
  private static String doubling(int levels) {
    String inner =
        "{\"name\": \"l0\", \"class_name\": \"ReLU\", \"config\": {\"name\": \"l0\"}, %s}"
            .formatted(twice("l0", 0));
    for (int i = 1; i < levels; i++) {
      String model = model("l" + i, inner, "l" + (i - 1), i > 1 ? 2 : 1);
      inner = model.substring(0, model.length() - 1) + ", " + twice("l" + i, 1) + "}";
    }
    return model("top", inner, "l" + (levels - 1), levels > 1 ? 2 : 1);
  }

  private static String twice(String name, int first) {
    return "\"inbound_nodes\": [[[\"x\", 0, 0]], [[\"%s\", %d, 0]]]".formatted(name, first);
  }

  private static String model(String name, String layer, String last, int call) {
    return """
    {"name": "%s", "class_name": "Functional", "config": {"name": "%1$s", "layers": [
      {"name": "x", "class_name": "InputLayer", "config": {"name": "x"}, "inbound_nodes": []}, %s],
      "input_layers": [["x", 0, 0]], "output_layers": [["%s", %d, 0]]}}\
    """
        .formatted(name, layer, last, call);
  }

  private static long calls(String json) {
    return new NestedModels().calls(TopologyTest.read(json));
  }

  @Test
  void calls_multiply_from_level_to_level() {
    // An input, and two calls of a layer.
    assertEquals(3, calls(doubling(1)));
    // An input, and two calls of a model of three.
    assertEquals(1 + 2 * (1 + 3), calls(doubling(2)));
    assertEquals(1 + 2 * (1 + 1 + 2 * (1 + 3)), calls(doubling(3)));
  }

  @Test
  void both_directions_of_a_layer_count() {
    String lstm = "{'class_name': 'LSTM', 'config': {'name': 'l'}}".replace('\'', '"');
    String both =
        "{\"name\": \"a\", \"class_name\": \"Bidirectional\", \"config\": {\"layer\": %s}, %s}";
    String inbound = "\"inbound_nodes\": [[[\"x\", 0, 0]]]";
    assertEquals(4, calls(model("m", both.formatted(lstm, inbound), "a", 0)));
    String given = both.formatted(lstm + ", \"backward_layer\": " + lstm, inbound);
    assertEquals(4, calls(model("m", given, "a", 0)));
  }

  @Test
  void a_model_is_read_once() {
    Graph top = TopologyTest.read(doubling(2));
    NestedModels models = new NestedModels();
    KerasLayer first = (KerasLayer) top.nodes().get(1).op();
    KerasLayer second = (KerasLayer) top.nodes().get(2).op();
    assertSame(models.of(first), models.of(second));
  }
}
