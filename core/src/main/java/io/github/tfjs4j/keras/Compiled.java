package io.github.tfjs4j.keras;

import io.github.tfjs4j.tree.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a model was compiled with in TF.js, in Keras' words: the optimizer without its state,
/// losses and metrics by name.
///
/// @param optimizer an object with `class_name` and `config`
/// @param loss a name, or names in a list or by output
/// @param metrics names
public record Compiled(Tree optimizer, Tree loss, Tree metrics) {
  private static final Set<String> LOSSES =
      Set.of(
          "binary_crossentropy",
          "categorical_crossentropy",
          "categorical_hinge",
          "hinge",
          "mean_absolute_error",
          "mean_absolute_percentage_error",
          "mean_squared_error",
          "mean_squared_logarithmic_error",
          "poisson",
          "sparse_categorical_crossentropy",
          "squared_hinge");

  private static final Set<String> METRICS =
      Set.of("acc", "accuracy", "binary_accuracy", "categorical_accuracy", "mae", "mape", "mse");

  private static final Map<String, String> OPTIMIZERS =
      Map.of(
          "Adadelta", "Adadelta",
          "Adagrad", "Adagrad",
          "Adam", "Adam",
          "Adamax", "Adamax",
          "Momentum", "SGD",
          "RMSProp", "RMSprop",
          "SGD", "SGD");

  /// Keys of their configs; a `decay` is a `rho` in `RMSprop` alone.
  private static final Map<String, String> KEYS =
      Map.of(
          "beta1", "beta_1",
          "beta2", "beta_2",
          "centered", "centered",
          "epsilon", "epsilon",
          "initial_accumulator_value", "initial_accumulator_value",
          "learning_rate", "learning_rate",
          "momentum", "momentum",
          "rho", "rho",
          "use_nesterov", "nesterov");

  /// @param trainingConfig as TF.js saves it
  /// @return empty where there is none, or one of which Keras lacks optimizer or loss
  public static Optional<Compiled> of(Tree trainingConfig) {
    Tree given = trainingConfig.path("optimizer_config");
    String optimizer = OPTIMIZERS.get(given.path("class_name").string(""));
    Tree loss = named(trainingConfig.path("loss"));
    if (optimizer == null || !areKnown(loss)) {
      return Optional.empty();
    }
    Map<String, Tree> config = new LinkedHashMap<>();
    given
        .path("config")
        .fields()
        .forEach((key, value) -> {
          String known = KEYS.get(snake(key));
          if (optimizer.equals("RMSprop") && key.equals("decay")) {
            known = "rho";
          }
          if (known != null && !value.isNull()) {
            config.put(known, value);
          }
        });
    List<Tree> metrics =
        trainingConfig.path("metrics").items().stream()
            .map(Compiled::named)
            .filter(m -> METRICS.contains(m.string("")))
            .toList();
    return Optional.of(
        new Compiled(TfjsDialect.spec(optimizer, Tree.object(config)), loss, Tree.list(metrics)));
  }

  private static boolean areKnown(Tree losses) {
    return losses.isString()
        ? LOSSES.contains(losses.stringValue())
        : !losses.isEmpty() && losses.stream().allMatch(Compiled::areKnown);
  }

  /// With all names as Keras spells them.
  private static Tree named(Tree names) {
    if (names.isString()) {
      return Tree.of(snake(names.stringValue()));
    }
    if (names.isList()) {
      return Tree.list(names.items().stream().map(Compiled::named).toList());
    }
    Map<String, Tree> byOutput = new LinkedHashMap<>();
    names.fields().forEach((output, name) -> byOutput.put(output, named(name)));
    return names.isObject() ? Tree.object(byOutput) : names;
  }

  private static String snake(String name) {
    return name.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }

  /// The `training_config` of an `.h5` file.
  public Tree inHdf5() {
    Map<String, Tree> fields = new LinkedHashMap<>();
    fields.put("loss", loss);
    fields.put("metrics", metrics);
    fields.put("weighted_metrics", Tree.NULL);
    fields.put("loss_weights", Tree.NULL);
    fields.put("optimizer_config", optimizer);
    return Tree.object(fields);
  }

  /// The `compile_config` of a `.keras` archive.
  public Tree inArchive() {
    Map<String, Tree> fields = new LinkedHashMap<>();
    fields.put(
        "optimizer",
        optimizer.with("module", Tree.of("keras.optimizers")).with("registered_name", Tree.NULL));
    fields.put("loss", loss);
    fields.put("loss_weights", Tree.NULL);
    fields.put("metrics", metrics);
    fields.put("weighted_metrics", Tree.NULL);
    return Tree.object(fields);
  }
}
