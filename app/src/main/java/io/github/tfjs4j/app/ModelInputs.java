package io.github.tfjs4j.app;

import io.github.tfjs4j.GraphModel;
import io.github.tfjs4j.InferenceModel;
import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.TensorType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a model takes.
///
/// @param types by name, in the model's order, with the shapes that the command line says
/// @param nodes the names of the inputs that are other nodes of a graph, by those nodes
record ModelInputs(Map<String, TensorType> types, Map<String, String> nodes) {
  /// @param shapes of inputs, without a name for the only one
  /// @throws ShapeException where there is no such input, or it is of another shape
  static ModelInputs of(InferenceModel model, Map<String, Shape> shapes) {
    Map<String, TensorType> types = new LinkedHashMap<>(model.inputs());
    InputShapes.named(shapes, types.keySet())
        .forEach((name, shape) -> {
          TensorType type = types.get(name);
          if (type == null || !type.shape().isCompatible(shape)) {
            throw new ShapeException(
                "--input_shape: "
                    + (type == null
                        ? "there is no input '" + name + "', the inputs are " + types.keySet()
                        : "input '" + name + "' is " + type.shape() + ", not " + shape));
          }
          types.put(name, type.withShape(shape.merge(type.shape())));
        });
    Map<String, String> nodes = new HashMap<>();
    if (model instanceof GraphModel graph) {
      graph
          .graph()
          .inputs()
          .forEach((key, v) -> {
            String node = graph.graph().name(v.node());
            nodes.put(node, key);
            nodes.put(node + ":" + v.index(), key);
          });
    }
    return new ModelInputs(types, nodes);
  }

  /// The input that is called so, or that is the node of that name.
  Optional<String> find(String name) {
    return types.containsKey(name) ? Optional.of(name) : Optional.ofNullable(nodes.get(name));
  }

  /// The shapes that inputs have, by name.
  Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    types.forEach((name, type) -> shapes.put(name, type.shape()));
    return shapes;
  }
}
