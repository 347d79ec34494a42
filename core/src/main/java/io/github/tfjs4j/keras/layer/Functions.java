package io.github.tfjs4j.keras.layer;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The functions that models call as layers, by the names of Keras 3's operations and by those of
/// TensorFlow's functions, in small letters and without a module: most are called the same in both.
final class Functions {
  private static final Map<String, Function> BY_NAME = new HashMap<>();

  /// The modules whose functions go by their bare names.
  private static final Set<String> MODULES =
      Set.of(
          "",
          "math",
          "nn",
          "linalg",
          "image",
          "__operators__",
          "compat.v1",
          "compat.v1.math",
          "compat.v1.nn",
          "compat.v1.image",
          "compat.v1.linalg",
          "keras.activations",
          "keras.backend",
          "dtypes",
          "signal");

  static {
    ElementFunctions.ALL.forEach(Functions::add);
    ReducingFunctions.ALL.forEach(Functions::add);
    ShapingFunctions.ALL.forEach(Functions::add);
    ProductFunctions.ALL.forEach(Functions::add);
    ImageFunctions.ALL.forEach(Functions::add);
  }

  private Functions() {}

  private static void add(String names, Function function) {
    for (String name : names.split(" ", -1)) {
      if (BY_NAME.put(name, function) != null) {
        throw new IllegalStateException("two functions are called " + name);
      }
    }
  }

  /// The operation of a class of Keras 3, such as `ExpandDims`.
  static Optional<Function> operation(String className) {
    String name = className.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /// The function of TensorFlow, such as `math.reduce_mean`.
  static Optional<Function> function(String name) {
    int dot = name.lastIndexOf('.');
    String module = dot < 0 ? "" : name.substring(0, dot);
    return MODULES.contains(module)
        ? Optional.ofNullable(BY_NAME.get(name.substring(dot + 1)))
        : Optional.empty();
  }
}
