package io.github.tfjs4j.format;

import io.github.tfjs4j.keras.TfjsDialect;
import io.github.tfjs4j.keras.Topology;
import io.github.tfjs4j.keras.WeightLayout;
import io.github.tfjs4j.tree.Tree;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A Keras topology and weights, as `tf.loadLayersModel` reads them. Written back, only the weight
/// files change: every key of `model.json` besides the manifest's paths and quantizations stays as
/// it was, known or not.
public final class TfjsLayersFormat implements Format<KerasModel> {
  private static final String NAME = "tfjs_layers_model";
  private static final String TOPOLOGY = "modelTopology";
  private static final String MANIFEST = "weightsManifest";
  private static final String TRAINING = "trainingConfig";
  private static final String METADATA = "userDefinedMetadata";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "a LayersModel of TensorFlow.js";
  }

  @Override
  public Class<KerasModel> product() {
    return KerasModel.class;
  }

  @Override
  public boolean recognises(Source source) {
    return ModelJson.find(source).filter(ModelJson::isLayers).isPresent();
  }

  @Override
  public KerasModel read(Source source) {
    ModelJson file = ModelJson.of(source);
    Tree json = file.object();
    if (!file.isLayers()) {
      throw file.error(
          "this is not a LayersModel: "
              + (file.isGraph() ? "it is a GraphModel" : file.whatIsWrong()));
    }
    About about =
        new About(
            json.path("generatedBy").string(),
            json.path("convertedBy").string(),
            json.path(METADATA));
    return new KerasModel(
        file.topology(),
        named(file.topology(), WeightsManifest.read(file)),
        json.path(TRAINING),
        about,
        new Extras(NAME, json));
  }

  /// The original converter leaves the weights of a `.keras` archive the numbers that they have
  /// there.
  private static List<WeightGroup> named(Tree topology, List<WeightGroup> groups) {
    Set<String> stored = new LinkedHashSet<>();
    groups.forEach(g -> g.entries().forEach(e -> stored.add(e.name())));
    if (!WeightLayout.arePaths(stored)) {
      return groups;
    }
    Map<String, List<String>> names = new LinkedHashMap<>();
    WeightLayout.of(topology)
        .byPath(stored)
        .forEach((name, path) -> names.computeIfAbsent(path, _ -> new ArrayList<>()).add(name));
    stored.forEach(path -> names.putIfAbsent(path, List.of()));
    return groups.stream().map(g -> g.renamed(names)).toList();
  }

  /// Whether a model is written otherwise than it was read: it comes from another format, or from
  /// one that had it from Keras 3 and did not know what TF.js reads.
  public static boolean translates(KerasModel model) {
    return switch (Topology.semantics(model.topology())) {
      case TFJS -> false;
      case KERAS2 -> !model.extras().owner().equals(NAME) && !model.topology().isNull();
      case KERAS3 -> true;
    };
  }

  private static KerasModel translated(KerasModel model, boolean split) {
    TfjsDialect dialect = TfjsDialect.of(model.topology());
    Set<String> stored = new LinkedHashSet<>();
    model.entries().filter(e -> !e.isOptimizer()).forEach(e -> stored.add(e.name()));
    Map<String, List<String>> names = dialect.names(stored);
    List<WeightGroup> groups = model.weights().stream().map(g -> g.renamed(names)).toList();
    boolean splits = split && !model.extras().owner().equals(NAME);
    return new KerasModel(
        dialect.topology(),
        splits ? byLayer(groups, dialect.topology()) : groups,
        model.trainingConfig(),
        model.about(),
        model.extras());
  }

  /// A group for each layer of the outermost model.
  private static List<WeightGroup> byLayer(List<WeightGroup> groups, Tree topology) {
    Map<String, String> layers = new HashMap<>();
    WeightLayout.of(topology)
        .owners()
        .forEach(o -> o.slots().forEach(s -> layers.put(s.tfjsName(), o.layer())));
    Map<String, List<WeightEntry>> byLayer = new LinkedHashMap<>();
    for (WeightGroup group : groups) {
      for (WeightEntry entry : group.entries()) {
        byLayer
            .computeIfAbsent(layers.getOrDefault(entry.name(), ""), _ -> new ArrayList<>())
            .add(entry);
      }
    }
    return byLayer.values().stream().map(WeightGroup::of).toList();
  }

  @Override
  public Written write(KerasModel given, Path folder, WriteOptions options) {
    KerasModel model = translates(given) ? translated(given, options.splitByLayer()) : given;
    try (OutputFolder output = OutputFolder.open(folder)) {
      ManifestWriter manifest = new ManifestWriter(output, options);
      writeModel(json(model, manifest, options.metadata()), output);
      output.commit();
      return manifest.written();
    }
  }

  private static Tree json(KerasModel model, ManifestWriter manifest, Map<String, Tree> more) {
    Map<String, Tree> json = new LinkedHashMap<>(model.extras().of(NAME).fields());
    boolean isBare = !json.isEmpty() && !json.containsKey(TOPOLOGY);
    if (json.isEmpty()) {
      json.put("format", Tree.of("layers-model"));
      model.about().generatedBy().ifPresent(by -> json.put("generatedBy", Tree.of(by)));
      json.put("convertedBy", Tree.of(Version.PROGRAM));
    }
    if (!isBare) {
      json.put(TOPOLOGY, model.topology());
    }
    if (!model.weights().isEmpty() || model.extras().of(NAME).hasNonNull(MANIFEST)) {
      json.put(MANIFEST, manifest.write(model.weights()));
    }
    put(TRAINING, model.trainingConfig(), json);
    Tree metadata = model.about().metadata();
    put(METADATA, more.isEmpty() ? metadata : metadata.withAll(Tree.object(more)), json);
    return Tree.object(json);
  }

  private static void put(String key, Tree value, Map<String, Tree> json) {
    if (!value.isMissing()) {
      json.put(key, value);
    }
  }

  static void writeModel(Tree json, OutputFolder output) {
    try (FileChannel channel = output.create(OutputFolder.MODEL)) {
      Json.write(json, new java.io.BufferedOutputStream(Channels.newOutputStream(channel)));
    } catch (IOException | tools.jackson.core.JacksonException e) {
      throw OutputFolder.cannot(
          "write",
          output.folder().resolve(OutputFolder.MODEL),
          e instanceof IOException io ? io : new IOException(e.getMessage(), e));
    }
  }
}
