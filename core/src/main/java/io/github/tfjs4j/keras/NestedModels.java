package io.github.tfjs4j.keras;

import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.tree.Tree;
import java.util.IdentityHashMap;
import java.util.Map;

/// The models that are layers of a model: each is read once, and what all of them come to is
/// counted once, however often they are called. By identity of their configs, which no two layers
/// of a file share.
final class NestedModels {
  private final Map<Tree, Graph> models = new IdentityHashMap<>();
  private final Map<Tree, Long> calls = new IdentityHashMap<>();

  /// The graph of a model that is a layer.
  Graph of(KerasLayer layer) {
    Graph model = models.get(layer.config());
    if (model == null) {
      model = Topology.model(layer);
      models.put(layer.config(), model);
    }
    return model;
  }

  /// How many calls of layers a model is at least when the models and wrappers in it are written
  /// out: a product for each level, so that it takes no time to say that they are endless.
  /// [Long#MAX_VALUE] stands for more than a long holds.
  long calls(Graph model) {
    long sum = 0;
    for (Node node : model.nodes()) {
      sum = plus(sum, calls((KerasLayer) node.op()));
    }
    return sum;
  }

  private long calls(KerasLayer layer) {
    Long known = calls.get(layer.config());
    if (known != null) {
      return known;
    }
    long inner = 0;
    if (Topology.isModel(layer)) {
      inner = calls(of(layer));
    } else {
      for (Tree spec : Topology.innerSpecs(layer.config())) {
        inner = plus(inner, calls(Topology.inner(spec, layer)));
      }
      if (layer.className().equals("Bidirectional")
          && !layer.config().hasNonNull("backward_layer")) {
        inner = plus(inner, inner);
      }
    }
    long sum = plus(1, inner);
    calls.put(layer.config(), sum);
    return sum;
  }

  private static long plus(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }
}
