package io.github.tfjs4j.keras;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.LayerSpec.Call;
import io.github.tfjs4j.keras.ModelSpec.Member;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Layers and what lies in them, in words that both Kerases know, each wrapped as a dialect does;
/// and a list of those that it has not.
final class KerasConfigs {
  private final Semantics keras;
  private final Function<ModelSpec, Tree> models;
  private final BinaryOperator<Tree> wrapped;
  private final UnaryOperator<Tree> inner;
  private final Map<String, String> refused = new LinkedHashMap<>();

  /// @param models how the dialect spells a model
  /// @param wrapped makes a layer of its class name and its config
  /// @param inner what is different for a layer that lies in another one
  KerasConfigs(
      Semantics keras,
      Function<ModelSpec, Tree> models,
      BinaryOperator<Tree> wrapped,
      UnaryOperator<Tree> inner) {
    this.keras = keras;
    this.models = models;
    this.wrapped = wrapped;
    this.inner = inner;
  }

  List<String> refused() {
    return refused.entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).toList();
  }

  void refuse(String layer, String className, String why) {
    refused.putIfAbsent(
        ModelException.quoted(layer) + " (" + ModelException.quoted(className) + ")", why);
  }

  /// A layer without its calls.
  Tree of(Member layer) {
    return layer
        .model()
        .map(m -> named(models.apply(m), layer.name()))
        .orElseGet(() -> layer(layer.className(), layer.config(), layer.name()));
  }

  /// Layers with their calls, of which those of inputs do not count.
  Tree called(List<Member> layers, BiFunction<Call, Member, Tree> call) {
    return Tree.list(
        layers.stream()
            .map(layer ->
                of(layer)
                    .with("name", Tree.of(layer.name()))
                    .with(
                        "inbound_nodes",
                        Tree.list(
                            layer.calls().stream()
                                .filter(_ -> !layer.isInput())
                                .map(c -> call.apply(c, layer))
                                .toList())))
            .toList());
  }

  private static Tree named(Tree spec, String name) {
    return spec.with("config", spec.path("config").with("name", Tree.of(name)));
  }

  private Tree layer(String given, Tree config, String name) {
    String className = KerasLayers.className(given);
    Map<String, Tree> fields = new LinkedHashMap<>(KerasLayers.config(given, config).fields());
    fields.put("name", Tree.of(name));
    if (className.equals("Bidirectional")) {
      TfjsLayers.direction(fields);
      turn(fields);
    }
    KerasLayers.whyNot(className, Tree.object(fields), keras)
        .ifPresent(why -> refuse(name, given, why));
    for (String key : List.of("layer", "backward_layer", "cell")) {
      Tree inner = fields.getOrDefault(key, Tree.MISSING);
      if (inner.has("class_name")) {
        fields.put(key, inner(inner, name));
      }
    }
    Tree cells = fields.getOrDefault("cells", Tree.MISSING);
    if (cells.isList()) {
      fields.put("cells", Tree.list(cells.items().stream().map(c -> inner(c, name)).toList()));
    }
    return wrapped.apply(Tree.of(className), Tree.object(fields));
  }

  /// Keras 3 has the second layer go backwards, whatever the first one does, unless it is given.
  private static void turn(Map<String, Tree> fields) {
    Tree layer = fields.getOrDefault("layer", Tree.MISSING);
    Tree config = layer.path("config");
    if (config.path("go_backwards").isTrue() && !fields.containsKey("backward_layer")) {
      Tree other =
          config
              .with("go_backwards", Tree.of(false))
              .with("name", Tree.of("backward_" + LayerSpec.name(layer).orElse("layer")));
      fields.put("backward_layer", layer.without("name").with("config", other));
    }
  }

  /// A layer in a wrapper, or a cell.
  private Tree inner(Tree spec, String outer) {
    String className = spec.path("class_name").string("");
    String own = LayerSpec.name(spec).orElse(outer + "_inner").replace('/', '_');
    return inner.apply(
        Topology.isModel(className, spec.path("config"))
            ? models.apply(ModelSpec.inner(spec, own))
            : layer(className, spec.path("config"), own));
  }

  /// The layers of a sequential model. The outermost one has its input before them; others find out
  /// theirs when they are called, and so count their calls from 0 in both Kerases.
  ///
  /// @param input the outermost model's
  List<Tree> sequential(ModelSpec model, Optional<Tree> input) {
    List<Tree> layers = new ArrayList<>();
    input.ifPresent(
        config -> layers.add(layer("InputLayer", config, config.path("name").string("input"))));
    model.layers().stream().filter(l -> !l.isInput()).map(this::of).forEach(layers::add);
    return layers;
  }

  /// The config of the input of an outermost sequential model, where it is known.
  static Optional<Tree> input(Tree topology) {
    Value input = Topology.of(topology, Optional.empty()).inputs().values().iterator().next();
    Tree config = ((KerasLayer) input.node().op()).config();
    return Optional.of(config)
        .filter(c -> c.hasNonNull("batch_input_shape") || c.hasNonNull("batch_shape"));
  }
}
