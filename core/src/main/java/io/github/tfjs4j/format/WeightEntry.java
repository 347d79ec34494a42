package io.github.tfjs4j.format;

import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.TensorSource;

/// A weight: its name, and its bytes.
///
/// @param name unique in the model, `dense_1/kernel`
/// @param data as stored where it was read from a file
/// @param declared the type that the model's maker gave it: `INT64` for what is held as int32
/// @param group whose it is: `optimizer` for a weight of the optimizer that trained the model,
///   otherwise empty
/// @param extras what else the file says of it
public record WeightEntry(
    String name, TensorSource data, DataType declared, String group, Extras extras) {
  private static final String OPTIMIZER = "optimizer";

  /// A weight that was not read from a file.
  public static WeightEntry of(String name, TensorSource data) {
    return new WeightEntry(name, data, data.type(), "", Extras.NONE);
  }

  /// Whether it belongs to the optimizer that trained the model, not to the model.
  public boolean isOptimizer() {
    return group.equals(OPTIMIZER);
  }
}
