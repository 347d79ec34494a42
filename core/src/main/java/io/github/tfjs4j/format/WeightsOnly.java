package io.github.tfjs4j.format;

import java.util.List;
import java.util.Optional;

/// Weights in files without a model: what is computed with them, only the program knows that loads
/// them. So it is with a bare manifest, a JSON array of groups, and with a `model.json` that has no
/// topology.
///
/// @param groups of weights, as they are stored together
public record WeightsOnly(List<WeightGroup> groups) {
  public WeightsOnly {
    groups = List.copyOf(groups);
  }

  /// The weights of `source`, if it holds nothing else.
  ///
  /// @throws io.github.tfjs4j.FormatException where the manifest is damaged, or a file is missing
  public static Optional<WeightsOnly> find(Source source) {
    return ModelJson.find(source)
        .filter(ModelJson::isWeightsOnly)
        .map(json -> new WeightsOnly(WeightsManifest.read(json)));
  }
}
