package io.github.tfjs4j.format;

import io.github.tfjs4j.tensor.TensorSource;
import tools.jackson.databind.node.ObjectNode;

/// A weight: what the manifest says of it, and its bytes.
///
/// @param name unique in the manifest, `dense_1/kernel`
/// @param data as stored where it was read from a file
/// @param json the entry as the file has it, unknown keys included; empty for a weight that was not
///   read
public record WeightEntry(String name, TensorSource data, ObjectNode json) {
  /// A weight that was not read from a file.
  static WeightEntry of(String name, TensorSource data) {
    return new WeightEntry(name, data, Json.NODES.objectNode());
  }

  /// Whether it belongs to the optimizer that trained the model, not to the model.
  public boolean isOptimizer() {
    return json.path("group").asString("").equals("optimizer");
  }
}
