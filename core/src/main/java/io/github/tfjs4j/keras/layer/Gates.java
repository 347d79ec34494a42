package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Semantics;

/// The two activations of recurrent cells, and what they are where a config does not say.
final class Gates {
  private static final String RECURRENT = "recurrent_activation";

  private Gates() {}

  /// The activation of outputs and candidates: `tanh`.
  static Value activation(LayerCall call, Value z) {
    return Activations.apply(call, "activation", "tanh", z);
  }

  /// The activation of gates: `sigmoid`, but in TF.js `hard_sigmoid`.
  static Value recurrent(LayerCall call, Value z) {
    String byDefault = call.semantics() == Semantics.TFJS ? "hard_sigmoid" : "sigmoid";
    return Activations.apply(call, RECURRENT, byDefault, z);
  }

  /// Whether an activation of this config looks at the whole last axis.
  static boolean onLastAxis(Config config) {
    return Activations.onLastAxis(config, "activation")
        || Activations.onLastAxis(config, RECURRENT);
  }

  static boolean dependsOnSemantics(Config config) {
    return !config.json().has(RECURRENT)
        || Activations.dependsOnSemantics(config)
        || Activations.dependsOnSemantics(config, RECURRENT);
  }
}
