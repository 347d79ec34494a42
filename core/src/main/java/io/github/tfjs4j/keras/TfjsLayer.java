package io.github.tfjs4j.keras;

import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// A layer in the words of TF.js; where it has no class for it, two that come to the same.
///
/// @param name the layer's
/// @param said class and config
record TfjsLayer(String name, Tree said) {
  private static final String KEEPS = "keepdims";

  /// Pooling layers that can keep their dimensions.
  private static final Set<String> POOLING =
      Set.of(
          "GlobalAveragePooling1D",
          "GlobalMaxPooling1D",
          "GlobalAveragePooling2D",
          "GlobalMaxPooling2D");

  String className() {
    return said.path("class_name").stringValue();
  }

  private boolean keepsDimensions() {
    return POOLING.contains(className()) && said.path("config").path(KEEPS).isTrue();
  }

  /// In a chain of layers.
  List<Tree> chain() {
    return keepsDimensions() ? keeping() : List.of(said);
  }

  /// The pooling, and then an axis of 1 after the other. A `Reshape` would not do: TF.js does not
  /// know what comes out of it where the batch is unknown.
  private List<Tree> keeping() {
    boolean two = className().endsWith("2D");
    Tree once = layer("RepeatVector", name + (two ? "_row" : ""), Map.of("n", Tree.of(1)));
    List<Tree> layers =
        new ArrayList<>(
            List.of(
                named(said.with("config", said.path("config").without(KEEPS)), name + "_pooled"),
                named(once, two ? name + "_row" : name)));
    if (two) {
      layers.add(layer("TimeDistributed", name, Map.of("layer", named(once, name + "_column"))));
    }
    return layers;
  }

  /// In a functional model: with its calls.
  List<Tree> connected(List<List<Tree>> calls) {
    if (keepsDimensions()) {
      List<Tree> connected = new ArrayList<>();
      List<List<Tree>> inputs = calls;
      for (Tree layer : keeping()) {
        connected.add(connect(layer, inputs));
        inputs = onResultsOf(layer, calls);
      }
      return connected;
    }
    if (className().equals("Subtract") && calls.stream().allMatch(c -> c.size() == 2)) {
      return difference(calls);
    }
    return List.of(connect(said, calls));
  }

  /// `a - b` as `a + (-1 b)`.
  private List<Tree> difference(List<List<Tree>> calls) {
    Tree negated =
        layer("Rescaling", name + "_negated", Map.of("scale", Tree.of(-1), "offset", Tree.of(0)));
    List<List<Tree>> second = calls.stream().map(c -> List.of(c.get(1))).toList();
    List<List<Tree>> results = onResultsOf(negated, calls);
    List<List<Tree>> sums =
        IntStream.range(0, calls.size())
            .mapToObj(i -> List.of(calls.get(i).getFirst(), results.get(i).getFirst()))
            .toList();
    return List.of(connect(negated, second), connect(layer("Add", name, Map.of()), sums));
  }

  private static Tree layer(String className, String name, Map<String, Tree> config) {
    Map<String, Tree> fields = new LinkedHashMap<>();
    fields.put("name", Tree.of(name));
    fields.put("trainable", Tree.of(true));
    fields.put("dtype", Tree.of("float32"));
    fields.putAll(config);
    return TfjsDialect.spec(className, Tree.object(fields));
  }

  private static Tree named(Tree spec, String name) {
    return spec.with("config", spec.path("config").with("name", Tree.of(name)));
  }

  private static List<List<Tree>> onResultsOf(Tree spec, List<List<Tree>> calls) {
    Tree name = spec.path("config").path("name");
    return IntStream.range(0, calls.size())
        .mapToObj(i -> List.of(Tree.list(name, Tree.of(i), Tree.of(0))))
        .toList();
  }

  private Tree connect(Tree spec, List<List<Tree>> calls) {
    List<Tree> nodes = new ArrayList<>();
    for (List<Tree> call : calls) {
      List<Tree> tensors = new ArrayList<>();
      for (Tree tensor : call) {
        List<Tree> entry = new ArrayList<>(tensor.items());
        entry.add(Tree.EMPTY_OBJECT);
        tensors.add(Tree.list(entry));
      }
      nodes.add(Tree.list(tensors));
    }
    Tree own = spec.path("config").path("name");
    return spec.with("name", own.isString() ? own : Tree.of(name))
        .with("inbound_nodes", Tree.list(nodes));
  }
}
