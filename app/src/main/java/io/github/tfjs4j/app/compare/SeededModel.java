package io.github.tfjs4j.app.compare;

import io.github.tfjs4j.format.Json;
import io.github.tfjs4j.tree.Tree;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// A LayersModel as TF.js saves it, written layer by layer, with weights that a seed makes.
final class SeededModel implements AutoCloseable {
  private static final String WEIGHTS = "weights.bin";
  private static final String NAME = "name";

  private final Path folder;
  private final SplittableRandom random;
  private final DataOutputStream bytes;
  private final List<Tree> layers = new ArrayList<>();
  private final List<Tree> weights = new ArrayList<>();

  /// @param folder is made
  SeededModel(Path folder, long seed) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.random = new SplittableRandom(seed);
    this.bytes =
        new DataOutputStream(
            new BufferedOutputStream(Files.newOutputStream(folder.resolve(WEIGHTS))));
  }

  /// The model's input, of any batch.
  String input(String name, int... sample) {
    List<Tree> shape = new ArrayList<>(List.of(Tree.NULL));
    Arrays.stream(sample).forEach(dim -> shape.add(Tree.of(dim)));
    return layer(
        "InputLayer",
        name,
        Map.of("batch_input_shape", Tree.list(shape), "dtype", Tree.of("float32")));
  }

  /// A layer on what others give.
  ///
  /// @return its name
  String layer(String className, String name, Map<String, Tree> config, String... inputs) {
    Map<String, Tree> own = new LinkedHashMap<>(Map.of(NAME, Tree.of(name)));
    own.putAll(config);
    List<Tree> from =
        Arrays.stream(inputs)
            .map(i -> Tree.list(Tree.of(i), Tree.of(0), Tree.of(0), Tree.EMPTY_OBJECT))
            .toList();
    Map<String, Tree> layer = new LinkedHashMap<>();
    layer.put(NAME, Tree.of(name));
    layer.put("class_name", Tree.of(className));
    layer.put("config", Tree.object(own));
    layer.put("inbound_nodes", from.isEmpty() ? Tree.list() : Tree.list(Tree.list(from)));
    layers.add(Tree.object(layer));
    return name;
  }

  /// The next weight of the model, evenly between two values.
  void weight(String name, double low, double high, int... shape) throws IOException {
    int size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    for (int i = 0; i < size; i++) {
      int bits = Float.floatToRawIntBits((float) random.nextDouble(low, high));
      bytes.writeInt(Integer.reverseBytes(bits));
    }
    weights.add(
        Tree.object(
            Map.of(
                NAME,
                Tree.of(name),
                "shape",
                Tree.list(Arrays.stream(shape).mapToObj(Tree::of).toList()),
                "dtype",
                Tree.of("float32"))));
  }

  /// Writes `model.json`.
  void save(String name, String input, String output) throws IOException {
    Map<String, Tree> config = new LinkedHashMap<>();
    config.put(NAME, Tree.of(name));
    config.put("layers", Tree.list(layers));
    config.put("input_layers", end(input));
    config.put("output_layers", end(output));
    Map<String, Tree> topology = new LinkedHashMap<>();
    topology.put("class_name", Tree.of("Model"));
    topology.put("config", Tree.object(config));
    topology.put("keras_version", Tree.of("tfjs-layers 4.22.0"));
    topology.put("backend", Tree.of("tensor_flow.js"));
    Tree manifest =
        Tree.object(Map.of("paths", Tree.list(Tree.of(WEIGHTS)), "weights", Tree.list(weights)));
    Map<String, Tree> json = new LinkedHashMap<>();
    json.put("modelTopology", Tree.object(topology));
    json.put("format", Tree.of("layers-model"));
    json.put("weightsManifest", Tree.list(manifest));
    Files.writeString(folder.resolve("model.json"), Json.text(Tree.object(json)));
  }

  private static Tree end(String layer) {
    return Tree.list(Tree.list(Tree.of(layer), Tree.of(0), Tree.of(0)));
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
