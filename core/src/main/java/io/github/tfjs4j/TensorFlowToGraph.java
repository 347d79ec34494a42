package io.github.tfjs4j;

import io.github.tfjs4j.format.TensorFlowModel;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.op.While;
import io.github.tfjs4j.pass.Pass;
import io.github.tfjs4j.pass.Pipeline;
import io.github.tfjs4j.pass.Target;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A graph that TensorFlow made, and that has never been one of TF.js: it goes through all passes,
/// whatever comes of it.
final class TensorFlowToGraph {
  private TensorFlowToGraph() {}

  static GraphToGraph of(TensorFlowModel model, ConvertOptions options) {
    Graph before = shaped(model.graph(), options.read().inputShapes());
    Target target = Pipelines.tfjs(options.optimize().unroll());
    List<Pass> passes = new ArrayList<>(Pipelines.raising(options.optimize().unroll()).passes());
    passes.addAll(target.passes());
    passes.add(Pipelines.loopsForTfjs());
    Pipeline.Run run = new Pipeline(passes).run(before);
    if (!options.optimize().skipOpCheck()) {
      checkOps(target, run.graph());
    }
    Graph after = GraphToGraph.withNamesOfOutputs(before, run.graph());
    return new GraphToGraph(
        run.steps(),
        model.withAbout(GraphToGraph.about(model, options.write())).withGraph(after),
        loops(after),
        model.warnings());
  }

  /// The graph with inputs of the shapes that a user has given.
  static Graph shaped(Graph graph, Map<String, Shape> shapes) {
    Map<String, TensorType> types = new LinkedHashMap<>();
    graph.inputs().forEach((name, v) -> types.put(name, v.type()));
    shapes.forEach((name, shape) -> {
      String input = name.isEmpty() && types.size() == 1 ? types.keySet().iterator().next() : name;
      if (!types.containsKey(input)) {
        throw new ModelException(
            "--input_shape names the input '"
                + ModelException.quoted(name)
                + "', but the model has "
                + ModelException.quoted(types.keySet()));
      }
      types.computeIfPresent(input, (_, type) -> type.withShape(shape));
    });
    return shapes.isEmpty() ? graph : graph.withInputTypes(List.copyOf(types.values()));
  }

  /// All ops that the target has not, each with where the first of them is.
  static void checkOps(Target target, Graph graph) {
    Map<String, List<String>> places = new LinkedHashMap<>();
    for (Graph part : graph.graphs()) {
      for (Node node : part.nodes()) {
        if (!target.legal().legal().test(node.op())) {
          places.computeIfAbsent(node.op().name(), _ -> new ArrayList<>()).add(part.name(node));
        }
      }
    }
    if (!places.isEmpty()) {
      throw new UnsupportedModelException(
          "Unsupported Ops in the model after optimization\n"
              + places.entrySet().stream()
                  .map(e ->
                      ModelException.quoted(e.getKey())
                          + " ("
                          + e.getValue().size()
                          + ", first '"
                          + ModelException.quoted(e.getValue().getFirst())
                          + "')")
                  .collect(Collectors.joining(", "))
              + "\n"
              + target.name()
              + " does not execute them; --skip_op_check writes them all the same.");
    }
  }

  private static List<String> loops(Graph graph) {
    return graph.nodes().stream()
        .filter(n -> n.op() instanceof While)
        .map(graph::describe)
        .toList();
  }
}
