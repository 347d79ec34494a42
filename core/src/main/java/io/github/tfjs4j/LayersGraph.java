package io.github.tfjs4j;

import io.github.tfjs4j.format.KerasModel;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.keras.KerasLayer;
import io.github.tfjs4j.keras.LoweredModel;
import io.github.tfjs4j.keras.Lowering;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.keras.Topology;
import io.github.tfjs4j.pass.Freeze;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.TensorSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// A LayersModel as a graph of ops beside its parameters.
///
/// @param lowered the core graph, its parameters, and what a user should know of them
/// @param semantics whose numbers it computes
/// @param semanticsLayers the layers, as `name (Class)`, where that matters
/// @param otherPrecisions see [Topology#otherPrecisions]
record LayersGraph(
    LoweredModel lowered,
    Semantics semantics,
    List<String> semanticsLayers,
    Set<String> otherPrecisions) {
  /// Names of weights that a warning shows.
  private static final int SHOWN = 5;

  /// The graph with its parameters as constants.
  Graph frozen() {
    return Freeze.of(lowered.model());
  }

  /// What a user should know, each a sentence.
  List<String> warnings() {
    List<String> warnings = new ArrayList<>(lowered.warnings());
    if (!otherPrecisions.isEmpty()) {
      warnings.add(
          "Keras computes layers of the model in "
              + String.join(", ", otherPrecisions)
              + "; here, as in TF.js, they are computed in float32, so numbers differ by what the"
              + " other type rounds");
    }
    List<String> unread = lowered.unread();
    if (!unread.isEmpty()) {
      warnings.add(
          (unread.size() == 1
                  ? "1 weight of the model is read by no layer: "
                  : unread.size() + " weights of the model are read by no layer: ")
              + String.join(", ", unread.subList(0, Math.min(SHOWN, unread.size())))
              + (unread.size() > SHOWN ? ", ..." : "")
              + "; if a custom layer should read it, its definition must name it");
    }
    return warnings;
  }

  /// @param source where the model was read, for messages
  static LayersGraph of(Source source, KerasModel model, ReadOptions options) {
    return of(source, model, options, UnaryOperator.identity());
  }

  /// @param choice what is to become of the topology: one with other outputs
  static LayersGraph of(
      Source source, KerasModel model, ReadOptions options, UnaryOperator<Graph> choice) {
    try {
      return lowered(model, options, choice);
    } catch (ModelException e) {
      throw e.at(source.toString());
    }
  }

  private static LayersGraph lowered(
      KerasModel model, ReadOptions options, UnaryOperator<Graph> choice) {
    Graph topology = choice.apply(Topology.of(model.topology(), options.semantics()));
    Lowering.Options lowering =
        new Lowering.Options(
            named(options.inputShapes(), topology), options.customLayers(), options.budget());
    Map<String, TensorSource> weights = new LinkedHashMap<>();
    model.entries().filter(e -> !e.isOptimizer()).forEach(e -> weights.put(e.name(), e.data()));
    return new LayersGraph(
        Lowering.lower(topology, weights, lowering),
        semantics(topology).or(options::semantics).orElse(Topology.semantics(model.topology())),
        Lowering.dependsOnSemantics(topology, lowering),
        Topology.otherPrecisions(model.topology()));
  }

  private static Optional<Semantics> semantics(Graph topology) {
    return topology.nodes().stream().map(n -> ((KerasLayer) n.op()).semantics()).findFirst();
  }

  /// A shape without a name is for the only input.
  static Map<String, Shape> named(Map<String, Shape> shapes, Graph topology) {
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
