package io.github.tfjs4j;

import io.github.tfjs4j.format.KerasModel;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.format.StoredModel;
import io.github.tfjs4j.format.TensorFlowModel;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// How much a model computes, counted in what takes the time of most: the multiplications, each
/// with an addition, of its matrix products and convolutions, for one sample.
///
/// @param byOp how many there are, by op, of the nodes whose shapes are known
/// @param unknown how many nodes there are whose shapes are not, by op
public record MultiplyAdds(Map<String, Long> byOp, Map<String, Long> unknown) {
  /// Those of a model as its files have it; empty where it has layers that are not known.
  ///
  /// @param source where it was read
  public static Optional<MultiplyAdds> of(Source source, StoredModel model, ReadOptions options) {
    try {
      return Optional.of(
          of(
              switch (model) {
                case KerasModel layers ->
                    LayersGraph.of(source, layers, options).lowered().model().graph();
                case TensorFlowModel graph -> graph.graph();
              }));
    } catch (ModelException e) {
      return Optional.empty();
    }
  }

  /// Those of a graph, of samples of one where the batch is open. The functions that it calls count
  /// as the nodes that call them.
  public static MultiplyAdds of(Graph graph) {
    Map<String, Long> byOp = new TreeMap<>();
    Map<String, Long> unknown = new TreeMap<>();
    for (Node node : single(graph).nodes()) {
      OptionalLong own = node.op().multiplyAdds(node);
      if (own.isEmpty()) {
        unknown.merge(node.op().name(), 1L, Long::sum);
      } else if (own.getAsLong() > 0) {
        byOp.merge(node.op().name(), own.getAsLong(), MultiplyAdds::sum);
      }
    }
    return new MultiplyAdds(byOp, unknown);
  }

  private static Graph single(Graph graph) {
    List<TensorType> types =
        graph.inputs().values().stream()
            .map(v -> {
              Shape shape = v.shape();
              boolean batch = shape.hasRank() && shape.rank() > 0 && !shape.isKnown(0);
              return batch ? v.type().withShape(shape.with(0, 1)) : v.type();
            })
            .toList();
    try {
      return graph.withInputTypes(types);
    } catch (ModelException e) {
      return graph;
    }
  }

  /// [Long#MAX_VALUE] stands for anything that a long does not hold.
  private static long sum(long a, long b) {
    return a + b < 0 ? Long.MAX_VALUE : a + b;
  }

  public long total() {
    return byOp.values().stream().reduce(0L, MultiplyAdds::sum);
  }
}
