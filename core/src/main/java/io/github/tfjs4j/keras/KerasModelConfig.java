package io.github.tfjs4j.keras;

import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tree.Tree;
import java.util.List;

/// A model in the words of a Keras.
///
/// @param model an object with `class_name` and `config`; its layers are in the order in which
///   Keras has them
/// @param weights those that [WeightLayout] finds in the model, in its order
/// @param refused the layers that this Keras cannot load, as `name (Class): why`
public record KerasModelConfig(Tree model, List<TensorSource> weights, List<String> refused) {
  public KerasModelConfig {
    weights = List.copyOf(weights);
    refused = List.copyOf(refused);
  }
}
