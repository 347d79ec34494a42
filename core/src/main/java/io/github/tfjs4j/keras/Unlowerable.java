package io.github.tfjs4j.keras;

import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Graph;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/// Finds the layer classes of a model that have no lowering, all before the first is lowered.
final class Unlowerable {
  private static final Set<String> RECURRENT =
      Set.of(
          "RNN",
          "SimpleRNN",
          "GRU",
          "LSTM",
          "CuDNNGRU",
          "CuDNNLSTM",
          "ConvLSTM1D",
          "ConvLSTM2D",
          "ConvLSTM3D",
          "Bidirectional",
          "UnifiedGRU",
          "UnifiedLSTM",
          "StackedRNNCells",
          "SimpleRNNCell",
          "GRUCell",
          "LSTMCell",
          "ConvLSTM2DCell");

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
    StringBuilder advice = new StringBuilder();
    if (found.keySet().stream().anyMatch(RECURRENT::contains)) {
      advice.append("; recurrent layers are not converted yet");
    }
    if (!RECURRENT.containsAll(found.keySet())) {
      advice.append("; layers of your own can be defined with --custom_layers");
    }
    throw new UnsupportedModelException(
        "cannot lower "
            + found.size()
            + (found.size() == 1 ? " kind" : " kinds")
            + " of layer: "
            + kinds
            + advice);
  }
}
