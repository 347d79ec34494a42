package io.github.tfjs4j.keras;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.keras.LayerSpec.Call;
import io.github.tfjs4j.keras.LayerSpec.Ref;
import io.github.tfjs4j.keras.WeightLayout.Slot;
import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// A model of layers with their weights, as no dialect spells it: the calls of every layer, models
/// included, are counted from 0.
///
/// @param className as the topology spells it
/// @param trainable what its config says of that, or [Tree#MISSING]
/// @param layers in the order of the topology
/// @param inputs none where the model is sequential
/// @param outputs none where the model is sequential
record ModelSpec(
    String className,
    String name,
    Tree trainable,
    boolean sequential,
    List<Member> layers,
    List<Ref> inputs,
    List<Ref> outputs) {
  /// A layer of the model.
  ///
  /// @param config empty where the layer is a model
  /// @param calls none where the model is sequential
  /// @param model the model that the layer is
  /// @param weights in the order of [WeightLayout]; those of a model are its layers'
  record Member(
      String className,
      String name,
      Tree config,
      List<Call> calls,
      Optional<ModelSpec> model,
      List<TensorSource> weights) {
    Member {
      calls = List.copyOf(calls);
      weights = List.copyOf(weights);
    }

    Member withName(String other) {
      return new Member(className, other, config, calls, model, weights);
    }

    Member withCalls(List<Call> other) {
      return new Member(className, name, config, other, model, weights);
    }

    Member withModel(ModelSpec other) {
      return new Member(className, name, config, calls, Optional.of(other), weights);
    }

    boolean isInput() {
      return className.equals("InputLayer");
    }

    String describe() {
      return ModelException.quoted(name) + " (" + ModelException.quoted(className) + ")";
    }
  }

  ModelSpec {
    layers = List.copyOf(layers);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  ModelSpec withLayers(List<Member> other) {
    return new ModelSpec(className, name, trainable, sequential, other, inputs, outputs);
  }

  ModelSpec withEnds(List<Ref> newInputs, List<Ref> newOutputs) {
    return new ModelSpec(className, name, trainable, sequential, layers, newInputs, newOutputs);
  }

  /// The model with other names for its layers, and for those of the models in it. Layers that
  /// would be called alike are numbered.
  ModelSpec renamed(UnaryOperator<String> names) {
    Map<String, String> renamed = new HashMap<>();
    Set<String> taken = new HashSet<>();
    for (Member layer : layers) {
      String wanted = names.apply(layer.name());
      String unique = wanted;
      for (int i = 1; !taken.add(unique); i++) {
        unique = wanted + "_" + i;
      }
      renamed.put(layer.name(), unique);
    }
    UnaryOperator<Ref> ref = r -> new Ref(renamed.get(r.layer()), r.node(), r.tensor());
    List<Member> members = new ArrayList<>();
    for (Member layer : layers) {
      List<Call> calls = new ArrayList<>();
      layer
          .calls()
          .forEach(c -> calls.add(new Call(c.inputs().stream().map(ref).toList(), c.arguments())));
      Member member = layer.withName(renamed.get(layer.name())).withCalls(calls);
      members.add(layer.model().map(m -> member.withModel(m.renamed(names))).orElse(member));
    }
    return withLayers(members)
        .withEnds(inputs.stream().map(ref).toList(), outputs.stream().map(ref).toList());
  }

  /// All weights, in the order of the layers.
  List<TensorSource> weights() {
    List<TensorSource> all = new ArrayList<>();
    for (Member layer : layers) {
      all.addAll(layer.weights());
      layer.model().ifPresent(m -> all.addAll(m.weights()));
    }
    return all;
  }

  /// @param topology one that [Topology#of] takes
  /// @param stored the weights by their names
  /// @throws FormatException where a layer lacks a weight
  static ModelSpec of(Tree topology, Map<String, TensorSource> stored) {
    WeightLayout layout = WeightLayout.of(topology);
    Map<String, String> found = layout.byName(stored.keySet());
    List<TensorSource> weights = new ArrayList<>();
    for (Slot slot : layout.slots().toList()) {
      String weight = found.get(slot.name());
      if (weight == null) {
        throw new FormatException(
            "there is no weight "
                + ModelException.quoted(slot.name())
                + ", which a layer needs, among the "
                + stored.size()
                + " of the file");
      }
      weights.add(stored.get(weight));
    }
    return new Reader(weights.iterator()).model(Topology.modelObject(topology), "");
  }

  /// The model in the config of a wrapper, whose weights the wrapper has.
  static ModelSpec inner(Tree spec, String outer) {
    return new Reader(List.<TensorSource>of().iterator()).model(spec, outer);
  }

  /// @param weights those of all layers that are still to be read
  private record Reader(Iterator<TensorSource> weights) {
    ModelSpec model(Tree spec, String outer) {
      Tree config = spec.path("config");
      String name = config.path("name").string(outer);
      boolean functional = config.has("output_layers");
      List<Tree> specs = (config.isList() ? config : config.path("layers")).items();
      List<Member> layers = new ArrayList<>();
      Map<String, Member> byName = new LinkedHashMap<>();
      for (int i = 0; i < specs.size(); i++) {
        Member layer = member(specs.get(i), i);
        layers.add(layer);
        byName.put(layer.name(), layer);
      }
      String className = spec.path("class_name").string("");
      ModelSpec model =
          new ModelSpec(
              className, name, config.path("trainable"), !functional, layers, List.of(), List.of());
      return functional ? connected(model, specs, byName, config) : model;
    }

    private Member member(Tree spec, int index) {
      String className = spec.path("class_name").string("");
      String name =
          LayerSpec.name(spec).orElse(className.toLowerCase(java.util.Locale.ROOT) + "_" + index);
      Tree config = spec.path("config");
      if (Topology.isModel(className, config)) {
        Optional<ModelSpec> model = Optional.of(model(spec, name));
        return new Member(className, name, Tree.EMPTY_OBJECT, List.of(), model, List.of());
      }
      List<TensorSource> own = new ArrayList<>();
      long count = WeightLayout.of(Tree.object(Map.of("config", Tree.list(spec)))).slots().count();
      for (long i = 0; i < count && weights.hasNext(); i++) {
        own.add(weights.next());
      }
      return new Member(className, name, config, List.of(), Optional.empty(), own);
    }

    private static ModelSpec connected(
        ModelSpec model, List<Tree> specs, Map<String, Member> byName, Tree config) {
      boolean keras3 = specs.stream().anyMatch(Inbound::isKeras3);
      List<List<Call>> calls = new ArrayList<>();
      for (int i = 0; i < specs.size(); i++) {
        List<Call> own = new ArrayList<>();
        if (model.layers().get(i).isInput()) {
          own.add(new Call(List.of(), Arguments.NONE));
        } else {
          for (Tree node : specs.get(i).path("inbound_nodes")) {
            own.add(Inbound.call(node, byName.keySet(), "inbound_nodes"));
          }
        }
        calls.add(own);
      }
      List<Ref> inputs = Inbound.tensors(config.path("input_layers"), "input_layers");
      List<Ref> outputs = Inbound.tensors(config.path("output_layers"), "output_layers");
      Map<String, Integer> first = keras3 ? Map.of() : firstCalls(calls, outputs, byName);
      List<Member> layers = new ArrayList<>();
      for (int i = 0; i < specs.size(); i++) {
        List<Call> own = calls.get(i).stream().map(c -> counted(c, first)).toList();
        layers.add(model.layers().get(i).withCalls(own));
      }
      List<Ref> ends =
          outputs.stream().map(r -> keras3 ? endOfKeras3(r, byName) : counted(r, first)).toList();
      return model.withLayers(layers).withEnds(inputs, ends);
    }

    /// What the first call of a model is counted as: its making may be one.
    private static Map<String, Integer> firstCalls(
        List<List<Call>> calls, List<Ref> outputs, Map<String, Member> byName) {
      Map<String, Integer> first = new HashMap<>();
      calls.forEach(own ->
          own.forEach(c -> c.inputs().forEach(r -> first.merge(r.layer(), r.node(), Math::min))));
      outputs.forEach(r -> first.merge(r.layer(), r.node(), Math::min));
      first.replaceAll((layer, least) -> isModel(layer, byName) ? Math.min(least, 1) : 0);
      return first;
    }

    private static boolean isModel(String layer, Map<String, Member> byName) {
      return byName.containsKey(layer) && byName.get(layer).model().isPresent();
    }

    private static Call counted(Call call, Map<String, Integer> first) {
      return new Call(
          call.inputs().stream().map(r -> counted(r, first)).toList(), call.arguments());
    }

    private static Ref counted(Ref ref, Map<String, Integer> first) {
      return new Ref(ref.layer(), ref.node() - first.getOrDefault(ref.layer(), 0), ref.tensor());
    }

    /// Keras 3 counts from 1 in the list of outputs where the model is functional.
    private static Ref endOfKeras3(Ref ref, Map<String, Member> byName) {
      boolean fromOne =
          ref.node() > 0
              && isModel(ref.layer(), byName)
              && !byName.get(ref.layer()).className().equals("Sequential");
      return fromOne ? new Ref(ref.layer(), ref.node() - 1, ref.tensor()) : ref;
    }
  }
}
