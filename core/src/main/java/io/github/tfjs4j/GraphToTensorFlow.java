package io.github.tfjs4j;

import io.github.tfjs4j.format.TensorFlowModel;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.pass.Pipeline;
import io.github.tfjs4j.pass.Target;
import java.util.List;

/// A graph on its way back to TensorFlow, which is more particular than TF.js.
final class GraphToTensorFlow {
  private GraphToTensorFlow() {}

  static GraphToGraph of(TensorFlowModel model, ConvertOptions options) {
    TensorFlowModel filled = TablesInside.of(model);
    Graph before = TensorFlowToGraph.shaped(filled.graph(), options.read().inputShapes());
    Target target = Pipelines.tensorflow();
    Pipeline.Run run = target.pipeline().run(before);
    if (!options.optimize().skipOpCheck()) {
      TensorFlowToGraph.checkOps(target, run.graph());
    }
    Graph after = GraphToGraph.withNamesOfOutputs(before, run.graph());
    return new GraphToGraph(run.steps(), filled.withGraph(after), List.of(), filled.warnings());
  }
}
