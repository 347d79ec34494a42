package io.github.tfjs4j;

import io.github.tfjs4j.format.LayersArtifacts;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.keras.KerasLayer;
import io.github.tfjs4j.keras.Lowering;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.keras.Topology;
import io.github.tfjs4j.pass.Freeze;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.TensorSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A LayersModel as a graph of ops whose weights are constants.
///
/// @param frozen the core graph
/// @param semantics whose numbers it computes
/// @param semanticsLayers the layers, as `name (Class)`, where that matters
record LayersGraph(Graph frozen, Semantics semantics, List<String> semanticsLayers) {
  static LayersGraph of(LayersArtifacts model, ConvertOptions options) {
    try {
      return lowered(model, options);
    } catch (ModelException e) {
      throw e.at(model.source().toString());
    }
  }

  private static LayersGraph lowered(LayersArtifacts model, ConvertOptions options) {
    Graph topology = Topology.of(model.topology(), options.semantics());
    Lowering.Options lowering =
        new Lowering.Options(named(options.inputShapes(), topology), options.customLayers());
    Map<String, TensorSource> weights = new LinkedHashMap<>();
    model.entries().filter(e -> !e.isOptimizer()).forEach(e -> weights.put(e.name(), e.data()));
    Graph core = Lowering.lower(topology, weights, lowering);
    return new LayersGraph(
        new Freeze(weights).run(core),
        semantics(topology).or(options::semantics).orElse(Topology.semantics(model.topology())),
        Lowering.dependsOnSemantics(topology, lowering));
  }

  private static Optional<Semantics> semantics(Graph topology) {
    return topology.nodes().stream().map(n -> ((KerasLayer) n.op()).semantics()).findFirst();
  }

  /// A shape without a name is for the only input.
  private static Map<String, Shape> named(Map<String, Shape> shapes, Graph topology) {
    if (!shapes.containsKey("")) {
      return shapes;
    }
    if (topology.inputs().size() != 1) {
      throw new ShapeException(
          "the model has several inputs, "
              + topology.inputs().keySet()
              + ": say for which one the shape is, as NAME="
              + shapes.get(""));
    }
    Map<String, Shape> named = new LinkedHashMap<>(shapes);
    named.put(topology.inputs().keySet().iterator().next(), named.remove(""));
    return named;
  }
}
