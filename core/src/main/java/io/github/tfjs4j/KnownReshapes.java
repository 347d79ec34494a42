package io.github.tfjs4j;

import io.github.tfjs4j.format.KerasModel;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.keras.KerasLayer;
import io.github.tfjs4j.keras.Lowering;
import io.github.tfjs4j.keras.Topology;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Says in each `Reshape` of a Keras model what its -1 comes to. TF.js finds that out only when the
/// model runs, and refuses to build layers on a length that it does not know.
final class KnownReshapes {
  private static final String CLASS = "Reshape";
  private static final String TARGET = "target_shape";

  private KnownReshapes() {}

  /// The model with the lengths that are known without running it.
  static KerasModel of(KerasModel model, ReadOptions options) {
    boolean open =
        model.topology().findAll(TARGET).stream()
            .anyMatch(target -> target.stream().anyMatch(KnownReshapes::isOpen));
    return open ? model.withTopology(known(model, options)) : model;
  }

  private static boolean isOpen(Tree dim) {
    return !dim.isInt() || dim.intValue() < 0;
  }

  private static Tree known(KerasModel model, ReadOptions options) {
    Map<String, Tree> targets = targets(model, options);
    Tree topology = model.topology();
    boolean wrapped = topology.hasNonNull("model_config");
    Tree outermost = wrapped ? topology.path("model_config") : topology;
    Tree config = outermost.path("config");
    Tree layers = config.isList() ? config : config.path("layers");
    Tree said = Tree.list(layers.items().stream().map(l -> with(targets, l)).toList());
    Tree changed = outermost.with("config", config.isList() ? said : config.with("layers", said));
    return wrapped ? topology.with("model_config", changed) : changed;
  }

  private static Tree with(Map<String, Tree> targets, Tree layer) {
    Tree config = layer.path("config");
    Tree target = targets.get(config.path("name").string(""));
    return target == null || !layer.path("class_name").string("").equals(CLASS)
        ? layer
        : layer.with("config", config.with(TARGET, target));
  }

  private static Map<String, Tree> targets(KerasModel model, ReadOptions options) {
    Map<String, TensorSource> weights = new LinkedHashMap<>();
    model.entries().forEach(e -> weights.put(e.name(), e.data()));
    Graph topology = Topology.of(model.topology(), options.semantics());
    LayerTypes types =
        LayerTypes.of(
            topology,
            weights,
            new Lowering.Options(Map.of(), options.customLayers(), options.budget()));
    Map<String, Tree> targets = new LinkedHashMap<>();
    for (Node node : topology.nodes()) {
      KerasLayer layer = (KerasLayer) node.op();
      if (layer.className().equals(CLASS)) {
        // One that is called on several shapes keeps its -1.
        targets.merge(
            layer.layer(),
            target(layer, types.of(node).getFirst().shape()),
            (a, b) -> a.equals(b) ? a : layer.config().path(TARGET));
      }
    }
    return targets;
  }

  private static Tree target(KerasLayer layer, Shape shape) {
    if (!shape.hasRank() || !shape.with(0, 1).isFullyDefined()) {
      return layer.config().path(TARGET);
    }
    List<Tree> target = new ArrayList<>();
    for (int i = 1; i < shape.rank(); i++) {
      target.add(Tree.of(shape.dim(i)));
    }
    return Tree.list(target);
  }
}
