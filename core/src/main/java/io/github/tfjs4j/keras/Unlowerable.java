package io.github.tfjs4j.keras;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.keras.layer.FunctionLayer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/// Finds the layer classes of a model that have no lowering, all before the first is lowered.
final class Unlowerable {
  private static final int MOST_SHOWN = 8;

  private Unlowerable() {}

  /// @throws UnsupportedModelException with each class, how many layers are of it, and the first
  static void check(Graph topology, NestedModels models, Layers layers) {
    Map<String, List<String>> found = new LinkedHashMap<>();
    for (KerasLayer layer : Topology.layers(topology, models)) {
      if (layers.find(layer).isEmpty()) {
        found.computeIfAbsent(kind(layer), _ -> new ArrayList<>()).add(layer.layer());
      }
    }
    if (found.isEmpty()) {
      return;
    }
    StringJoiner kinds = new StringJoiner(", ");
    found.entrySet().stream()
        .limit(MOST_SHOWN)
        .forEach(
            e -> kinds.add(ModelException.quoted(e.getKey()) + which(e.getKey(), e.getValue())));
    if (found.size() > MOST_SHOWN) {
      kinds.add("and " + (found.size() - MOST_SHOWN) + " more");
    }
    throw new UnsupportedModelException(
        "no conversion for "
            + found.size()
            + (found.size() == 1 ? " kind" : " kinds")
            + " of layer: "
            + kinds
            + (found.keySet().stream().anyMatch(Unlowerable::isLambda)
                ? "; a Lambda holds Python code, which is never run"
                : "")
            + "; --custom_layers=FILE defines what layers of your own compute");
  }

  /// How many layers of a class there are, and the first; of `Lambda` all, which need a definition
  /// each.
  private static String which(String className, List<String> layers) {
    List<String> names =
        layers.stream().limit(MOST_SHOWN).map(n -> "'" + ModelException.quoted(n) + "'").toList();
    return isLambda(className) && layers.size() > 1
        ? " ("
            + layers.size()
            + ": "
            + String.join(", ", names)
            + (layers.size() > names.size() ? ", ..." : "")
            + ")"
        : " (" + layers.size() + ", first " + names.getFirst() + ")";
  }

  private static String kind(KerasLayer layer) {
    return layer.className() + FunctionLayer.unknown(layer).map(f -> " of " + f).orElse("");
  }

  private static boolean isLambda(String className) {
    return className.substring(className.lastIndexOf('>') + 1).equals("Lambda");
  }
}
