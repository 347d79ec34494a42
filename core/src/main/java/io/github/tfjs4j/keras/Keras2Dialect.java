package io.github.tfjs4j.keras;

import io.github.tfjs4j.keras.LayerSpec.Call;
import io.github.tfjs4j.keras.LayerSpec.Ref;
import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A topology in the words of Keras 2, of those that Keras 3 understands too:
///
/// * Calls are lists, without what one of the two would refuse in a config.
/// * Functional models that are layers of functional ones are spelled out ([SpelledOut]).
/// * Names are of letters and digits: TensorFlow makes scopes of them.
public final class Keras2Dialect {
  private final KerasConfigs configs =
      new KerasConfigs(Semantics.KERAS2, this::model, Keras2Dialect::layer, Keras2Dialect::inner);

  private Keras2Dialect() {}

  /// @param topology as [Topology#of] takes it
  /// @param weights all of the model's by their names
  /// @throws io.github.tfjs4j.FormatException where it is no sound model, or a weight is missing
  public static KerasModelConfig of(Tree topology, Map<String, TensorSource> weights) {
    Optional<Tree> input = KerasConfigs.input(topology);
    ModelSpec model =
        KerasOrder.of(SpelledOut.of(ModelSpec.of(topology, weights))).renamed(Keras2Dialect::name);
    Keras2Dialect dialect = new Keras2Dialect();
    Tree spelled =
        model.sequential() ? dialect.sequential(model, input) : dialect.functional(model);
    return new KerasModelConfig(spelled, model.weights(), dialect.configs.refused());
  }

  private static String name(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9_.-]", "_");
    return plain.matches("[A-Za-z0-9.].*") ? plain : "layer" + plain;
  }

  private Tree model(ModelSpec model) {
    return model.sequential() ? sequential(model, Optional.empty()) : functional(model);
  }

  private Tree sequential(ModelSpec model, Optional<Tree> input) {
    Map<String, Tree> config = config(model);
    config.put("layers", Tree.list(configs.sequential(model, input)));
    return TfjsDialect.spec("Sequential", Tree.object(config));
  }

  private static Map<String, Tree> config(ModelSpec model) {
    Map<String, Tree> config = new LinkedHashMap<>();
    config.put("name", Tree.of(model.name().isEmpty() ? "model" : name(model.name())));
    return config;
  }

  private Tree functional(ModelSpec model) {
    Map<String, Tree> config = config(model);
    config.put("layers", configs.called(model.layers(), (c, _) -> call(c)));
    config.put(
        "input_layers", Tree.list(model.inputs().stream().map(Keras2Dialect::triple).toList()));
    config.put(
        "output_layers", Tree.list(model.outputs().stream().map(Keras2Dialect::triple).toList()));
    return TfjsDialect.spec("Functional", Tree.object(config));
  }

  private static Tree triple(Ref ref) {
    return Tree.list(Tree.of(ref.layer()), Tree.of(ref.node()), Tree.of(ref.tensor()));
  }

  /// The tensors of the first argument, each with all keyword arguments.
  private static Tree call(Call call) {
    Map<String, Tree> keywords = new LinkedHashMap<>();
    call.arguments()
        .path("kwargs")
        .fields()
        .forEach((key, value) -> keywords.put(key, argument(value, call)));
    keywords.remove("training");
    keywords.values().removeIf(Tree::isNull);
    Tree first = call.arguments().path("args").path(0);
    List<Tree> tensors = Arguments.isTensor(first) ? List.of(first) : first.items();
    return Tree.list(
        tensors.stream()
            .map(t -> {
              List<Tree> entry = new ArrayList<>(argument(t, call).items());
              entry.add(Tree.object(keywords));
              return Tree.list(entry);
            })
            .toList());
  }

  private static Tree argument(Tree argument, Call call) {
    if (Arguments.isTensor(argument)) {
      return triple(call.inputs().get(Arguments.place(argument)));
    }
    return argument.isList()
        ? Tree.list(argument.items().stream().map(a -> argument(a, call)).toList())
        : argument;
  }

  /// Keras 3 forgets lists of axes in configs without a module, and Keras 2 minds none.
  private static Tree layer(Tree className, Tree config) {
    Tree spec = TfjsDialect.spec(className.stringValue(), config);
    return config.path("axis").isList() ? inner(spec) : spec;
  }

  /// Keras 3 finds no class without a module in wrappers. To both Kerases a functional model with
  /// one is a `Model`.
  private static Tree inner(Tree spec) {
    String className = spec.path("class_name").stringValue();
    Tree named =
        switch (className) {
          case "Functional" -> spec.with("class_name", Tree.of("Model"));
          default -> spec;
        };
    boolean isModel = Topology.isModel(className, spec.path("config"));
    return named
        .with("module", Tree.of(isModel ? "keras.models" : "keras.layers"))
        .with("registered_name", Tree.NULL);
  }
}
