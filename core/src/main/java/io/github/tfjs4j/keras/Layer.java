package io.github.tfjs4j.keras;

import java.util.Set;

/// What a layer class means in ops. One implementation a class, listed in [Layers]; layers of an
/// application are found as a service ([java.util.ServiceLoader]) and may take the place of a
/// built-in one.
public interface Layer {
  /// The class name in a topology, `Dense`.
  String className();

  /// Whether it is no class of layers but the activation called [#className], of one input and one
  /// result.
  default boolean isActivation() {
    return false;
  }

  /// The names of the layers that it is for; none for all layers of the class. What is for a layer
  /// by its name comes before what is for its class.
  default Set<String> layerNames() {
    return Set.of();
  }

  /// What it can be called on; anything unless it says so. What is said here need not be checked by
  /// [#lower].
  default InputSpec inputSpec() {
    return InputSpec.ANY;
  }

  /// Builds the layer's results of the call's inputs, as it is at inference.
  ///
  /// @throws io.github.tfjs4j.UnsupportedModelException for an option that cannot be lowered
  Lowered lower(LayerCall call);

  /// Whether TF.js and Keras compute this layer differently with this config, so that the summary
  /// names it.
  default boolean dependsOnSemantics(Config config) {
    return false;
  }
}
