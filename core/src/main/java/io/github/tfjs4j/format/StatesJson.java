package io.github.tfjs4j.format;

import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.State;
import io.github.tfjs4j.op.PlaceholderWithDefault;
import io.github.tfjs4j.tensor.Shape;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `userDefinedMetadata.states`: what a caller of a GraphModel needs to carry states from call to call.
///
///     {"name": "lstm/h", "input": "lstm/h", "output": "lstm/h/next", "shape": [1, 8], "dtype": "float32"}
///
/// `input` names the node to feed, `output` the node to fetch for the next call. Neither is in the signature: `predict()`
/// of TF.js wants a tensor for each input that is, and without one starts from the placeholder's default.
final class StatesJson {
  static final String KEY = "states";

  private StatesJson() {}

  /// @param inputs the node to feed for each state
  /// @param outputs the node to fetch for each state
  static ArrayNode write(
      Map<String, State> states, Map<String, String> inputs, Map<String, String> outputs) {
    ArrayNode array = Json.NODES.arrayNode();
    states.forEach((name, state) -> {
      ObjectNode json = array.addObject();
      json.put("name", name);
      json.put("input", inputs.get(name));
      json.put("output", outputs.get(name));
      Shape shape = state.before().shape();
      if (shape.hasRank()) {
        ArrayNode dims = json.putArray("shape");
        IntStream.range(0, shape.rank()).forEach(i -> dims.add(shape.dim(i)));
      }
      json.put("dtype", state.before().dataType().jsName());
    });
    return array;
  }

  /// Adds the states that `metadata` lists. Whatever else somebody has put there under that name is
  /// no list of states.
  static void read(JsonNode metadata, GraphDefReader nodes, GraphBuilder to) {
    for (JsonNode json : metadata.path(KEY)) {
      String input = json.path("input").asString("");
      String output = json.path("output").asString("");
      if (json.path("name").isString() && nodes.has(input) && nodes.has(output)) {
        Node before = nodes.node(input);
        Node after = nodes.node(output);
        if (before.op() instanceof PlaceholderWithDefault && !after.types().isEmpty()) {
          to.state(json.path("name").stringValue(), before.out(0), after.out(0));
        }
      }
    }
  }
}
