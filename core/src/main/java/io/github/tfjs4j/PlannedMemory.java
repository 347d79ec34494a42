package io.github.tfjs4j;

import io.github.tfjs4j.format.KerasModel;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.format.StoredModel;
import io.github.tfjs4j.format.TensorFlowModel;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tensor.TensorType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The memory that one run of a model works in, beside weights, inputs and results: the buffers of
/// its plan, which are used again from run to run.
///
/// @param bytes of the buffers; empty where they depend on shapes that are open
/// @param inputs what they are for: the model's inputs, of one sample where the batch is open
public record PlannedMemory(OptionalLong bytes, Map<String, TensorType> inputs) {
  /// Of a model as its files have it; empty where it does not run, or its weights would not leave
  /// room for it.
  ///
  /// @param source where it was read
  public static Optional<PlannedMemory> of(Source source, StoredModel model, ReadOptions options) {
    if (model.values().mapToLong(PlannedMemory::bytes).sum()
        > Runtime.getRuntime().maxMemory() / 4) {
      return Optional.empty();
    }
    try {
      RunnableModel runnable =
          RunnableModel.of(
              switch (model) {
                case KerasModel layers -> LayersModel.of(source, layers, options);
                case TensorFlowModel graph -> GraphModel.of(graph);
              });
      return isKnown(runnable.graph())
          ? Optional.of(of(runnable, LayersGraph.named(options.inputShapes(), runnable.graph())))
          : Optional.empty();
    } catch (ModelException e) {
      return Optional.empty();
    }
  }

  private static long bytes(TensorSource source) {
    return new TensorType(source.type(), source.shape()).bytes();
  }

  private static boolean isKnown(Graph graph) {
    return graph.graphs().stream()
        .flatMap(part -> part.nodes().stream())
        .noneMatch(n -> n.op().foreign());
  }

  private static PlannedMemory of(RunnableModel model, Map<String, Shape> shapes) {
    Map<String, TensorType> inputs = new LinkedHashMap<>();
    model
        .inputs()
        .forEach((name, type) -> {
          Shape shape = shapes.getOrDefault(name, type.shape()).merge(type.shape());
          boolean batch = shape.hasRank() && shape.rank() > 0 && !shape.isKnown(0);
          inputs.put(name, type.withShape(batch ? shape.with(0, 1) : shape));
        });
    boolean known = inputs.values().stream().allMatch(t -> t.shape().isFullyDefined());
    return new PlannedMemory(
        known ? OptionalLong.of(model.planBytes(inputs)) : OptionalLong.empty(), inputs);
  }
}
