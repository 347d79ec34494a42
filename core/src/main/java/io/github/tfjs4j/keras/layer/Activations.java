package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.tree.Tree;
import java.util.List;
import java.util.Optional;

/// The `activation` in a layer's config: nothing, the name of a function, a serialized function, or
/// a whole layer such as `LeakyReLU`.
final class Activations {
  /// What Keras calls a function without a name.
  private static final String LAMBDA = "<lambda>";

  private Activations() {}

  /// `y` under the activation of the layer's config, or `y` itself where there is none.
  static Value apply(LayerCall call, Value y) {
    return apply(call, "activation", "linear", y);
  }

  /// As above for the key `key`, which stands for `byDefault` where it is missing.
  static Value apply(LayerCall call, String key, String byDefault, Value y) {
    Tree given = call.config().get(key);
    Tree activation = given.isMissing() ? Tree.of(byDefault) : given;
    Optional<String> name = name(activation);
    if (name.isEmpty()) {
      if (!activation.isObject()) {
        throw call.config().wrong(key, "the name of an activation");
      }
      return call.lower(activation, call.layer().layer(), List.of(y), List.of(Optional.empty()))
          .values()
          .getFirst();
    }
    Optional<Layer> custom = call.activation(name.get());
    if (custom.isPresent()) {
      return call.on(List.of(y)).lower(custom.get()).values().getFirst();
    }
    return ActivationFunctions.of(call.tf(), name.get(), y, call.semantics())
        .orElseThrow(() -> unknown(key, name.get()));
  }

  private static UnsupportedModelException unknown(String key, String name) {
    String quoted = ModelException.quoted(name);
    return new UnsupportedModelException(
        key
            + " '"
            + quoted
            + (name.equals(LAMBDA)
                ? "' is Python code, which is never run"
                : "' is not an activation of Keras or TF.js")
            + "; --custom_layers=FILE says what it computes: activation \""
            + quoted
            + "\" { input %x ... return %y }");
  }

  /// Whether the activation of this config looks at the whole last axis, as softmax does; a layer
  /// might.
  static boolean onLastAxis(Config config) {
    return onLastAxis(config, "activation");
  }

  static boolean onLastAxis(Config config, String key) {
    return name(config.get(key)).map(ActivationFunctions::onLastAxis).orElse(true);
  }

  /// Whether Keras 3 means another function by the name in this config.
  static boolean dependsOnSemantics(Config config) {
    return dependsOnSemantics(config, "activation");
  }

  static boolean dependsOnSemantics(Config config, String key) {
    return name(config.get(key)).map(ActivationFunctions::dependsOnSemantics).orElse(false);
  }

  /// The name of the function, `linear` where there is nothing, or empty for a layer.
  private static Optional<String> name(Tree activation) {
    if (activation.isNull() || activation.isMissing()) {
      return Optional.of("linear");
    }
    if (activation.isString()) {
      // A registered function carries its package: `keras.activations>relu`.
      String name = activation.stringValue();
      return Optional.of(name.equals(LAMBDA) ? name : name.substring(name.lastIndexOf('>') + 1));
    }
    Tree config = activation.path("config");
    if (config.isString()) {
      return name(config);
    }
    if (activation.path("class_name").string("").equals("__lambda__")) {
      return Optional.of(LAMBDA);
    }
    // TF.js' own activation objects have the function's name as their class.
    String className = activation.path("class_name").string("");
    boolean function = !className.isEmpty() && Character.isLowerCase(className.charAt(0));
    return function && !className.equals("function") ? Optional.of(className) : Optional.empty();
  }
}
