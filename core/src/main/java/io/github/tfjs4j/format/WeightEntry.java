package io.github.tfjs4j.format;

import io.github.tfjs4j.tensor.TensorSource;

/// A weight: its name, and its bytes.
///
/// @param name unique in the model, `dense_1/kernel`
/// @param data as stored where it was read from a file
/// @param group whose it is: `optimizer` for a weight of the optimizer that trained the model,
///   otherwise empty
/// @param extras what else the file says of it
public record WeightEntry(String name, TensorSource data, String group, Extras extras) {
  private static final String OPTIMIZER = "optimizer";

  /// A weight that was not read from a file.
  public static WeightEntry of(String name, TensorSource data) {
    return new WeightEntry(name, data, "", Extras.NONE);
  }

  /// Whether it belongs to the optimizer that trained the model, not to the model.
  public boolean isOptimizer() {
    return group.equals(OPTIMIZER);
  }
}
