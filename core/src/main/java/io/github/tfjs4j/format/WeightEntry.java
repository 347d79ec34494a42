package io.github.tfjs4j.format;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.TensorSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A weight: its name, and its bytes.
///
/// @param name unique in the model, `dense_1/kernel`
/// @param data as stored where it was read from a file
/// @param declared the type that the model's maker gave it: `INT64` for what is held as int32
/// @param group whose it is: `optimizer` for a weight of the optimizer that trained the model,
///   otherwise empty
/// @param origins the layers that it was made of, `dense (Dense)`, where it was made anew
/// @param extras what else the file says of it
public record WeightEntry(
    String name,
    TensorSource data,
    DataType declared,
    String group,
    Set<String> origins,
    Extras extras) {
  private static final String OPTIMIZER = "optimizer";

  /// A weight that was not read from a file.
  public static WeightEntry of(String name, TensorSource data) {
    return new WeightEntry(name, data, data.type(), "", Set.of(), Extras.NONE);
  }

  WeightEntry withName(String other) {
    return new WeightEntry(other, data, declared, group, origins, extras);
  }

  WeightEntry withOrigins(Set<String> other) {
    return new WeightEntry(name, data, declared, group, other, extras);
  }

  /// The same in memory, if it is the model's.
  WeightEntry decoded() {
    try {
      return isOptimizer()
          ? this
          : new WeightEntry(name, data.tensor(), declared, group, origins, extras);
    } catch (ModelException e) {
      throw e.at("weight '" + ModelException.quoted(name) + "'");
    }
  }

  /// What it would be called as a weight of the layers that it was made of, `dense/kernel`, and the
  /// names of these layers.
  List<String> layerNames() {
    List<String> names = new ArrayList<>();
    for (String origin : origins) {
      int end = origin.lastIndexOf(" (");
      String layer = end < 0 ? origin : origin.substring(0, end);
      names.add(layer);
      names.add(layer + "/" + name.substring(name.lastIndexOf('/') + 1));
    }
    return names;
  }

  /// Whether it belongs to the optimizer that trained the model, not to the model.
  public boolean isOptimizer() {
    return group.equals(OPTIMIZER);
  }
}
