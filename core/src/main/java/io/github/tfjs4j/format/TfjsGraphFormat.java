package io.github.tfjs4j.format;

import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.format.TensorFlowModel.AsRead;
import io.github.tfjs4j.format.TensorFlowModel.Initializer;
import io.github.tfjs4j.format.graphdef.FunctionDef;
import io.github.tfjs4j.format.graphdef.GraphDef;
import io.github.tfjs4j.format.graphdef.GraphDefReader;
import io.github.tfjs4j.format.graphdef.GraphDefWriter;
import io.github.tfjs4j.format.graphdef.Signature;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tree.Tree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A TensorFlow graph whose constants lie in weight files, as `tf.loadGraphModel` reads it.
public final class TfjsGraphFormat implements Format<TensorFlowModel> {
  private static final String NAME = "tfjs_graph_model";

  /// The version of TensorFlow's op definitions that the written nodes follow, and the oldest
  /// reader they need.
  private static final Tree VERSIONS = Json.parse("{\"producer\":1395,\"minConsumer\":12}", "");

  private static final String TOPOLOGY = "modelTopology";
  private static final String INITIALIZER = "modelInitializer";
  private static final String SIGNATURE = "signature";
  private static final String METADATA = "userDefinedMetadata";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "a GraphModel of TensorFlow.js";
  }

  @Override
  public Class<TensorFlowModel> product() {
    return TensorFlowModel.class;
  }

  @Override
  public boolean recognises(Source source) {
    return ModelJson.find(source).filter(ModelJson::isGraph).isPresent();
  }

  // ---- reading ----

  @Override
  public TensorFlowModel read(Source source) {
    ModelJson file = ModelJson.of(source);
    Tree json = file.object();
    if (!file.isGraph()) {
      throw file.error(
          "this is not a GraphModel: "
              + (file.isLayers() ? "it is a LayersModel" : file.whatIsWrong()));
    }
    Map<String, WeightEntry> weights = new LinkedHashMap<>();
    WeightsManifest.read(file).forEach(g -> g.entries().forEach(e -> weights.put(e.name(), e)));
    String where = file.name() + ": " + TOPOLOGY;
    GraphDef def = GraphDefJson.read(file.topology(), where);
    Tree metadata = json.path(METADATA);
    Signature signature =
        SignatureJson.read(
            SignatureJson.find(json.path(SIGNATURE), metadata), metadata, file.name());
    Graph graph = GraphDefReader.read(def, signature, values(weights.values()), where);
    Optional<Initializer> initializer = initializer(json, weights, file);
    List<String> others = new ArrayList<>(GraphDef.constants(def.functions()));
    initializer.ifPresent(i -> others.addAll(i.def().constants()));
    boolean isRaised = graph.nodes().stream().anyMatch(n -> !n.op().functions().isEmpty());
    About about =
        new About(json.path("generatedBy").string(), json.path("convertedBy").string(), metadata);
    return new TensorFlowModel(
        graph,
        def.functions(),
        initializer,
        others.stream().distinct().filter(weights::containsKey).map(weights::get).toList(),
        isRaised
            ? Optional.of(new AsRead(graph, List.copyOf(weights.values()), def.size()))
            : Optional.empty(),
        about,
        new Extras(NAME, besides(json, isRaised ? file.topology() : def.extras())));
  }

  private static Map<String, TensorSource> values(Iterable<WeightEntry> weights) {
    Map<String, TensorSource> values = new LinkedHashMap<>();
    weights.forEach(w -> values.put(w.name(), w.data()));
    return values;
  }

  private static Optional<Initializer> initializer(
      Tree json, Map<String, WeightEntry> weights, ModelJson file) {
    Tree topology = json.path(INITIALIZER);
    if (!topology.path("node").isList() || topology.path("node").isEmpty()) {
      return Optional.empty();
    }
    String where = file.name() + ": " + INITIALIZER;
    Map<String, String> captured =
        SignatureJson.captured(
            SignatureJson.find(json.path(SIGNATURE), json.path(METADATA)),
            json.path("initializerSignature"));
    GraphDef def = GraphDefJson.read(topology, where);
    Signature signature =
        SignatureJson.read(json.path("initializerSignature"), Tree.MISSING, file.name());
    try {
      Graph graph = GraphDefReader.read(def, signature, values(weights.values()), where);
      return Optional.of(new Initializer(def, Optional.of(graph), captured));
    } catch (UnsupportedModelException _) {
      // It stays in the file's own words.
      return Optional.of(new Initializer(def, Optional.empty(), captured));
    }
  }

  /// What the model does not say; a bare topology has no key of a model in it.
  private static Tree besides(Tree json, Tree topology) {
    Map<String, Tree> rest =
        new LinkedHashMap<>(json.has(TOPOLOGY) ? json.fields() : Map.<String, Tree>of());
    rest.keySet().removeAll(Set.of("weightsManifest", METADATA));
    rest.put(TOPOLOGY, topology);
    return Tree.object(rest);
  }

  // ---- writing ----

  @Override
  public Written write(TensorFlowModel model, Path folder, WriteOptions options) {
    Tree before = model.extras().of(NAME);
    Map<String, Tree> json = new LinkedHashMap<>();
    json.put("format", Tree.of("graph-model"));
    model.about().generatedBy().ifPresent(by -> json.put("generatedBy", Tree.of(by)));
    json.put("convertedBy", Tree.of(Version.PROGRAM));
    List<WeightEntry> weights =
        model.asRead().isPresent() && before.has(TOPOLOGY)
            ? unchanged(model.asRead().get(), model, before, json)
            : anew(model, before, json);
    before.fields().forEach(json::putIfAbsent);
    model
        .initializer()
        .ifPresent(i -> json.putIfAbsent(INITIALIZER, GraphDefJson.write(i.def(), Map.of())));
    try (OutputFolder output = OutputFolder.open(folder)) {
      ManifestWriter manifest = new ManifestWriter(output, options);
      json.put("weightsManifest", manifest.write(List.of(WeightGroup.of(weights))));
      TfjsLayersFormat.writeModel(Tree.object(json), output);
      output.commit();
      return manifest.written();
    }
  }

  /// @return the weights
  private static List<WeightEntry> unchanged(
      AsRead asRead, TensorFlowModel model, Tree before, Map<String, Tree> json) {
    if (before.has(SIGNATURE)) {
      json.put(SIGNATURE, before.path(SIGNATURE));
    }
    json.put(TOPOLOGY, before.path(TOPOLOGY));
    if (!model.about().metadata().isMissing()) {
      json.put(METADATA, model.about().metadata());
    }
    return asRead.weights();
  }

  /// @return the weights: constants of the main graph in the order of the nodes, then those of
  ///   functions, then all others
  private static List<WeightEntry> anew(
      TensorFlowModel model, Tree before, Map<String, Tree> json) {
    Graph graph = model.graph();
    List<FunctionDef> library = GraphDefWriter.needsLibrary(graph) ? model.functions() : List.of();
    Set<String> kept = new HashSet<>(GraphDef.constants(library));
    model.initializer().ifPresent(i -> kept.addAll(i.def().constants()));
    List<WeightEntry> others =
        model.otherWeights().stream().filter(w -> kept.contains(w.name())).toList();
    GraphDefWriter.Written written = GraphDefWriter.write(graph, library, values(others));
    Tree metadata = model.about().metadata();
    json.put(
        SIGNATURE,
        SignatureJson.write(
            written.signature(), graph, SignatureJson.find(before.path(SIGNATURE), metadata)));
    Map<String, Tree> besides = new LinkedHashMap<>();
    besides.put("library", Tree.EMPTY_OBJECT);
    besides.put("versions", VERSIONS);
    besides.putAll(GraphDefJson.extras(before.path(TOPOLOGY)).fields());
    GraphDef def =
        new GraphDef(written.def().nodes(), written.def().functions(), Tree.object(besides));
    json.put(TOPOLOGY, GraphDefJson.write(def, written.values()));
    metadata(metadata, written.signature(), graph).ifPresent(m -> json.put(METADATA, m));
    Map<String, WeightEntry> weights = new LinkedHashMap<>();
    written
        .constants()
        .forEach((name, c) ->
            weights.put(name, WeightEntry.of(name, c.value()).withOrigins(c.origins())));
    others.forEach(w -> weights.putIfAbsent(w.name(), w));
    return List.copyOf(weights.values());
  }

  private static Optional<Tree> metadata(Tree before, Signature signature, Graph graph) {
    Map<String, Tree> metadata = new LinkedHashMap<>(before.fields());
    // TF.js would prefer it to the one that has just been written.
    metadata.remove("signature");
    if (!graph.states().isEmpty()) {
      metadata.put(SignatureJson.STATES, SignatureJson.states(signature, graph.states()));
    }
    return metadata.isEmpty() && !before.isObject()
        ? Optional.empty()
        : Optional.of(Tree.object(metadata));
  }
}
