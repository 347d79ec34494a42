package io.github.tfjs4j.keras;

import io.github.tfjs4j.keras.LayerSpec.Call;
import io.github.tfjs4j.keras.LayerSpec.Ref;
import io.github.tfjs4j.keras.ModelSpec.Member;
import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// A topology in the words of Keras 3:
///
/// * Objects say of what module they are, and calls are objects of their arguments.
/// * Calls of models are counted from 0, but in the list of outputs, where those of functional ones
///   are counted from 1.
/// * States of recurrent layers are arguments of their own.
public final class Keras3Dialect {
  private static final String FUNCTIONAL = "Functional";

  private static final Tree FLOAT32 =
      object("keras", "DTypePolicy", Tree.object(Map.of("name", Tree.of("float32"))));

  private final KerasConfigs configs =
      new KerasConfigs(
          Semantics.KERAS3, this::model, Keras3Dialect::layer, UnaryOperator.identity());

  private Keras3Dialect() {}

  /// @param topology as [Topology#of] takes it
  /// @param weights all of the model's by their names
  /// @throws io.github.tfjs4j.FormatException where it is no sound model, or a weight is missing
  public static KerasModelConfig of(Tree topology, Map<String, TensorSource> weights) {
    Optional<Tree> input = KerasConfigs.input(topology);
    boolean wider = Topology.semantics(topology) != Semantics.KERAS3;
    ModelSpec given = ModelSpec.of(topology, weights);
    ModelSpec model =
        KerasOrder.of(wider ? WiderSigmoid.widened(given) : given)
            .renamed(n -> n.replace('/', '_'));
    Keras3Dialect dialect = new Keras3Dialect();
    dialect.refuseHidden(given, wider);
    Tree spelled =
        model.sequential() ? dialect.sequential(model, input) : dialect.functional(model);
    return new KerasModelConfig(spelled, model.weights(), dialect.configs.refused());
  }

  private void refuseHidden(ModelSpec model, boolean wider) {
    for (Member layer : model.layers()) {
      layer.model().ifPresent(m -> refuseHidden(m, wider));
      if (wider && WiderSigmoid.isHidden(layer)) {
        configs.refuse(
            layer.name(), layer.className(), "Keras 3's hard_sigmoid is another function");
      }
    }
  }

  private Tree model(ModelSpec model) {
    return model.sequential() ? sequential(model, Optional.empty()) : functional(model);
  }

  private Tree sequential(ModelSpec model, Optional<Tree> input) {
    Map<String, Tree> config = config(model);
    config.put("layers", Tree.list(configs.sequential(model, input)));
    return object("keras", "Sequential", Tree.object(config));
  }

  private static Map<String, Tree> config(ModelSpec model) {
    Map<String, Tree> config = new LinkedHashMap<>();
    config.put("name", Tree.of(model.name().isEmpty() ? "model" : model.name().replace('/', '_')));
    config.put("trainable", Tree.of(!model.trainable().isFalse()));
    return config;
  }

  private Tree functional(ModelSpec model) {
    Set<String> functional = new HashSet<>();
    model.layers().stream()
        .filter(l -> l.model().filter(m -> !m.sequential()).isPresent())
        .forEach(l -> functional.add(l.name()));
    Map<String, Tree> config = config(model);
    config.put("layers", configs.called(model.layers(), Keras3Dialect::call));
    config.put("input_layers", ends(model.inputs(), Set.of()));
    config.put("output_layers", ends(model.outputs(), functional));
    return object("keras.src.models.functional", FUNCTIONAL, Tree.object(config))
        .with("registered_name", Tree.of(FUNCTIONAL));
  }

  /// A list, which is left out around a single one.
  private static Tree ends(List<Ref> refs, Set<String> fromOne) {
    List<Tree> ends =
        refs.stream()
            .map(r -> triple(r, r.node() + (fromOne.contains(r.layer()) ? 1 : 0)))
            .toList();
    return ends.size() == 1 ? ends.getFirst() : Tree.list(ends);
  }

  private static Tree triple(Ref ref, int node) {
    return Tree.list(Tree.of(ref.layer()), Tree.of(node), Tree.of(ref.tensor()));
  }

  private static Tree call(Call call, Member layer) {
    List<Tree> args = new ArrayList<>();
    for (Tree given : call.arguments().path("args").items()) {
      // Keras 2 lists a single tensor, too.
      args.add(argument(given.size() == 1 && given.isList() ? given.path(0) : given, call));
    }
    Map<String, Tree> keywords = new LinkedHashMap<>();
    call.arguments()
        .path("kwargs")
        .fields()
        .forEach((key, value) -> keywords.put(key, argument(value, call)));
    Tree first = args.isEmpty() ? Tree.MISSING : args.getFirst();
    if (KerasLayers.isRecurrent(KerasLayers.className(layer.className())) && first.isList()) {
      args.set(0, first.path(0));
      keywords.put("initial_state", Tree.list(first.items().subList(1, first.size())));
    }
    Map<String, Tree> fields = new LinkedHashMap<>();
    fields.put("args", Tree.list(args));
    fields.put("kwargs", Tree.object(keywords));
    return Tree.object(fields);
  }

  private static Tree argument(Tree argument, Call call) {
    if (Arguments.isTensor(argument)) {
      Ref ref = call.inputs().get(Arguments.place(argument));
      Map<String, Tree> config = new LinkedHashMap<>();
      // Keras finds the shape by calling the layers.
      config.put("shape", Tree.list());
      config.put("dtype", Tree.of("float32"));
      config.put("keras_history", triple(ref, ref.node()));
      return TfjsDialect.spec("__keras_tensor__", Tree.object(config));
    }
    return argument.isList()
        ? Tree.list(argument.items().stream().map(a -> argument(a, call)).toList())
        : argument;
  }

  // ---- objects ----

  private static Tree layer(Tree name, Tree config) {
    String className = name.stringValue();
    Map<String, Tree> fields = new LinkedHashMap<>();
    config.fields().forEach((key, value) -> fields.put(key, value(key, value)));
    switch (className) {
      case "InputLayer" -> {
        fields.clear();
        fields.put("batch_shape", config.path("batch_input_shape"));
        fields.putAll(config.without("batch_input_shape").fields());
      }
      case "LeakyReLU" -> {
        fields.put("negative_slope", fields.remove("alpha"));
      }
      default -> {
        // Some layers take none.
        if (!className.startsWith("SpatialDropout")) {
          fields.putIfAbsent("dtype", FLOAT32);
        }
      }
    }
    return object("keras.layers", className, Tree.object(fields));
  }

  private static Tree value(String key, Tree value) {
    if (key.equals("dtype") && value.isString()) {
      return object("keras", "DTypePolicy", Tree.object(Map.of("name", value)));
    }
    if (key.equals("activation") && value.equals(Tree.of("swish"))) {
      return Tree.of("silu");
    }
    if (!value.has("class_name")) {
      return value;
    }
    String className = value.path("class_name").string("");
    for (String kind : List.of("initializer", "regularizer", "constraint")) {
      if (key.endsWith("_" + kind)) {
        return object("keras." + kind + "s", className, value.path("config"));
      }
    }
    return value;
  }

  private static Tree object(String module, String className, Tree config) {
    Map<String, Tree> fields = new LinkedHashMap<>();
    fields.put("module", Tree.of(module));
    fields.put("class_name", Tree.of(className));
    fields.put("config", config);
    fields.put("registered_name", Tree.NULL);
    return Tree.object(fields);
  }
}
