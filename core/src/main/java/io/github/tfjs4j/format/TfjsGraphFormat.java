package io.github.tfjs4j.format;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A TensorFlow graph whose constants lie in weight files, as `tf.loadGraphModel` reads it.
public final class TfjsGraphFormat implements ModelFormat<GraphArtifacts> {
  @Override
  public String name() {
    return "tfjs_graph_model";
  }

  @Override
  public boolean recognises(ModelFile file) {
    return TfjsTopology.isGraph(file);
  }

  @Override
  public GraphArtifacts read(ModelFile file) {
    ObjectNode json = file.object();
    if (!recognises(file)) {
      throw file.error(
          "this is not a GraphModel: "
              + (TfjsTopology.isLayers(file)
                  ? "it is a LayersModel"
                  : TfjsTopology.whatIsWrong(file)));
    }
    Map<String, WeightEntry> weights = new LinkedHashMap<>();
    WeightsManifest.read(file).forEach(g -> g.entries().forEach(e -> weights.put(e.name(), e)));
    String where = file.name() + ": modelTopology";
    JsonNode topology = file.topology();
    GraphBuilder to = GraphBuilder.verbatim();
    Graph graph =
        graph(
            topology,
            SignatureJson.find(json),
            json.path("userDefinedMetadata"),
            weights,
            to,
            where);
    Optional<Graph> initializer = initializer(json, weights, file);
    boolean isRaised = graph.nodes().stream().anyMatch(n -> !n.op().functions().isEmpty());
    Optional<AsRead> asRead =
        isRaised
            ? Optional.of(new AsRead(graph, topology.path("node"), List.copyOf(weights.values())))
            : Optional.empty();
    return new GraphArtifacts(
        graph, besides(json, topology), initializer, others(json, topology, weights), asRead);
  }

  private static Graph graph(
      JsonNode topology,
      JsonNode signature,
      JsonNode metadata,
      Map<String, WeightEntry> weights,
      GraphBuilder to,
      String where) {
    FunctionReader functions = new FunctionReader(topology.path("library"), weights, where);
    GraphDefReader reader = new GraphDefReader(where, weights, functions, "", to);
    Map<String, NodeDef.Ref> ins = SignatureJson.read(signature, "inputs", "signature");
    Map<String, NodeDef.Ref> outs = SignatureJson.read(signature, "outputs", "signature");
    List<NodeDef> defs = NodeDef.readAll(topology.path("node"), where + ".node");
    if (RaiseControlFlow.isNeeded(defs)) {
      RaiseControlFlow.Raised raised = RaiseControlFlow.raise(defs, outs.values(), where);
      raised.functions().forEach(functions::add);
      defs = raised.nodes();
    }
    reader.addAll(defs, new ArrayList<>(outs.values()));
    // TF.js passes over what a signature names and the graph has not.
    Map<String, Value> inputs = values(ins, reader);
    Map<String, Value> outputs = values(outs, reader);
    if (inputs.isEmpty()) {
      placeholders(reader, inputs);
    }
    if (outs.isEmpty()) {
      leaves(reader, outputs);
    }
    if (outputs.isEmpty()) {
      throw new FormatException(
          where
              + ": the model has no outputs: none of "
              + outs.keySet()
              + " names a node of the graph");
    }
    StatesJson.read(metadata, reader, to);
    return to.build(inputs, outputs, reader.nodes());
  }

  private static Map<String, Value> values(Map<String, NodeDef.Ref> refs, GraphDefReader reader) {
    Map<String, Value> values = new LinkedHashMap<>();
    refs.forEach((key, ref) -> {
      if (reader.has(ref.node())) {
        values.put(key, reader.value(ref));
      }
    });
    return values;
  }

  private static void placeholders(GraphDefReader reader, Map<String, Value> to) {
    reader.defs().values().stream()
        .filter(d -> d.op().equals("Placeholder"))
        .forEach(d -> to.put(d.name(), new Value(reader.node(d.name()), 0)));
  }

  /// Nodes with a result that no other node reads: what TF.js returns where there is no signature.
  private static void leaves(GraphDefReader reader, Map<String, Value> to) {
    Set<String> read = new LinkedHashSet<>();
    reader
        .defs()
        .values()
        .forEach(d -> {
          d.inputs().forEach(i -> read.add(i.node()));
          read.addAll(d.controls());
        });
    for (NodeDef def : reader.defs().values()) {
      Node node = reader.node(def.name());
      if (!read.contains(def.name()) && !node.types().isEmpty()) {
        to.put(def.name(), new Value(node, 0));
      }
    }
  }

  private static Optional<Graph> initializer(
      ObjectNode json, Map<String, WeightEntry> weights, ModelFile file) {
    JsonNode topology = json.path("modelInitializer");
    if (!topology.path("node").isArray() || topology.path("node").isEmpty()) {
      return Optional.empty();
    }
    GraphBuilder to = GraphBuilder.verbatim();
    try {
      return Optional.of(
          graph(
              topology,
              json.path("initializerSignature"),
              Json.NODES.missingNode(),
              weights,
              to,
              file.name() + ": modelInitializer"));
    } catch (UnsupportedModelException _) {
      // It stays in the file's own words.
      return Optional.empty();
    }
  }

  /// All of the file that the graph does not replace.
  private static ObjectNode besides(ObjectNode json, JsonNode topology) {
    ObjectNode rest = Json.NODES.objectNode();
    json.properties().forEach(e -> rest.set(e.getKey(), e.getValue()));
    rest.remove("weightsManifest");
    if (!json.has("modelTopology")) {
      // A bare topology: nothing in it is a key of a model.
      rest.removeAll();
    }
    ObjectNode bare = rest.putObject("modelTopology");
    topology.properties().forEach(e -> bare.set(e.getKey(), e.getValue()));
    bare.remove("node");
    return rest;
  }

  private static List<WeightEntry> others(
      ObjectNode json, JsonNode topology, Map<String, WeightEntry> weights) {
    Set<String> names = new LinkedHashSet<>(FunctionReader.constantsOf(topology.path("library")));
    JsonNode initializer = json.path("modelInitializer");
    for (JsonNode node : initializer.path("node")) {
      if (node.path("op").asString("").equals("Const")) {
        names.add(node.path("name").asString(""));
      }
    }
    names.addAll(FunctionReader.constantsOf(initializer.path("library")));
    return names.stream().filter(weights::containsKey).map(weights::get).toList();
  }

  @Override
  public Written write(GraphArtifacts model, Path folder, WriteOptions options) {
    ObjectNode json;
    List<WeightEntry> weights;
    if (model.asRead().isPresent()) {
      json = model.asRead().get().model(model.json());
      weights = model.asRead().get().weights();
    } else {
      GraphDefWriter writer = new GraphDefWriter(model);
      json = writer.model();
      weights = writer.weights();
    }
    try (OutputFolder output = OutputFolder.open(folder)) {
      ManifestWriter manifest = new ManifestWriter(output, options);
      json.set("weightsManifest", manifest.write(List.of(WeightGroup.of(weights))));
      TfjsLayersFormat.writeModel(json, output);
      output.commit();
      return manifest.written();
    }
  }
}
