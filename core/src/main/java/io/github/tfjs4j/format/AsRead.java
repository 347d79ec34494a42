package io.github.tfjs4j.format;

import io.github.tfjs4j.graph.Graph;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a file says in words that its graph has not: control flow of TensorFlow 1, which has been
/// raised, and the names in its functions. As long as the graph is this very one, it is written
/// back in the file's words.
///
/// @param nodes `modelTopology.node`
/// @param weights all weights, in the order of the file
record AsRead(Graph graph, JsonNode nodes, List<WeightEntry> weights) {
  AsRead {
    weights = List.copyOf(weights);
  }

  /// `model.json` without `weightsManifest`.
  ///
  /// @param rest all of the file but its nodes
  ObjectNode model(ObjectNode rest) {
    ObjectNode json = Json.NODES.objectNode();
    json.put("format", "graph-model");
    for (String key : List.of("generatedBy", "convertedBy", "signature")) {
      if (rest.has(key)) {
        json.set(key, rest.get(key));
      }
    }
    ObjectNode topology = json.putObject("modelTopology");
    topology.set("node", nodes);
    rest.path("modelTopology").properties().forEach(e -> topology.set(e.getKey(), e.getValue()));
    rest.properties().forEach(e -> json.putIfAbsent(e.getKey(), e.getValue()));
    json.put("convertedBy", Version.PROGRAM);
    return json;
  }
}
