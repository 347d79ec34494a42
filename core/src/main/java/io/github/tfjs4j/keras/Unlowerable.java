package io.github.tfjs4j.keras;

import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Graph;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/// Finds the layer classes of a model that have no lowering, all before the first is lowered.
final class Unlowerable {
  private Unlowerable() {}

  /// @throws UnsupportedModelException with each class, how many layers are of it, and the first
  static void check(Graph topology, Layers layers) {
    Map<String, List<String>> found = new LinkedHashMap<>();
    for (KerasLayer layer : Topology.layers(topology)) {
      if (layers.find(layer).isEmpty()) {
        found.computeIfAbsent(layer.className(), _ -> new ArrayList<>()).add(layer.layer());
      }
    }
    if (found.isEmpty()) {
      return;
    }
    StringJoiner kinds = new StringJoiner(", ");
    found.forEach(
        (name, of) -> kinds.add(name + " (" + of.size() + ", first '" + of.getFirst() + "')"));
    throw new UnsupportedModelException(
        "cannot lower "
            + found.size()
            + (found.size() == 1 ? " kind" : " kinds")
            + " of layer: "
            + kinds
            + "; layers of your own can be defined with --custom_layers");
  }
}
