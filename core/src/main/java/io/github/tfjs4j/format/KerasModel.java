package io.github.tfjs4j.format;

import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tree.Tree;
import java.util.List;
import java.util.stream.Stream;

/// Layers and their weights.
///
/// @param topology what Keras' `to_json` says: `class_name` and `config`, or around them an object
///   with `model_config`, `keras_version` and `backend`
/// @param weights the groups in which they are stored
/// @param trainingConfig the optimizer, losses and metrics; [Tree#MISSING] where the file has none
/// @param extras what else the format that read it knows
public record KerasModel(
    Tree topology, List<WeightGroup> weights, Tree trainingConfig, About about, Extras extras)
    implements StoredModel {
  public KerasModel {
    weights = List.copyOf(weights);
  }

  public KerasModel withTopology(Tree other) {
    return new KerasModel(other, weights, trainingConfig, about, extras);
  }

  /// All weights, optimizer weights included.
  public Stream<WeightEntry> entries() {
    return weights.stream().flatMap(g -> g.entries().stream());
  }

  /// The same with its weights in memory, those of the optimizer aside: nothing of its files is
  /// read again.
  ///
  /// @throws io.github.tfjs4j.FormatException where a weight cannot be decoded
  public KerasModel decoded() {
    return new KerasModel(
        topology,
        weights.stream().map(WeightGroup::decoded).toList(),
        trainingConfig,
        about,
        extras);
  }

  @Override
  public Stream<TensorSource> values() {
    return entries().map(WeightEntry::data);
  }
}
