package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.KerasLayer;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.keras.Semantics;
import java.util.List;
import java.util.Optional;

/// A function called as a layer: a `TFOpLambda` or `SlicingOpLambda` of Keras 2, which names it in
/// its config, or an operation of Keras 3, which is of a class of that name. Some of those are
/// called as layers are; unlike these they say nothing of being trainable.
public final class FunctionLayer implements Layer {
  private final String className;

  /// @param className `TFOpLambda`, `SlicingOpLambda`, or `Operation` for those of Keras 3
  public FunctionLayer(String className) {
    this.className = className;
  }

  /// Whether a layer is an operation of Keras 3 that is known.
  public static boolean isOperation(KerasLayer layer) {
    return layer.semantics() == Semantics.KERAS3
        && !layer.config().has("trainable")
        && layer.arguments().values().stream().anyMatch(a -> !a.isEmpty())
        && Functions.operation(layer.className()).isPresent();
  }

  /// The name of a function that is not known; empty for all other layers.
  public static Optional<String> unknown(KerasLayer layer) {
    boolean isFunction = List.of("TFOpLambda", "SlicingOpLambda").contains(layer.className());
    String name = layer.config().path("function").string("");
    return isFunction && Functions.function(name).isEmpty() ? Optional.of(name) : Optional.empty();
  }

  @Override
  public String className() {
    return className;
  }

  @Override
  public Lowered lower(LayerCall call) {
    KerasLayer layer = call.layer();
    Function function =
        (isOperation(layer)
                ? Functions.operation(layer.className())
                : Functions.function(call.config().s("function", "")))
            .orElseThrow(() -> call.config().wrong("function", "a function that is known"));
    return Lowered.unmasked(function.body().apply(FunctionCall.of(call, function)));
  }

  @Override
  public boolean dependsOnSemantics(Config config) {
    return config.s("function", "").endsWith("hard_sigmoid");
  }
}
