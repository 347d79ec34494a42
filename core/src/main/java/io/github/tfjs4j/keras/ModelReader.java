package io.github.tfjs4j.keras;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.keras.LayerSpec.Call;
import io.github.tfjs4j.keras.LayerSpec.Ref;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the layers of one model, sequential or functional, and has [CallGraph] connect them.
final class ModelReader {
  private final String className;
  private final String name;
  private final Tree config;
  private final Semantics semantics;
  private final int depth;
  private final Map<String, CallGraph> nested = new LinkedHashMap<>();

  ModelReader(String className, String name, Tree config, Semantics semantics, int depth) {
    this.className = className;
    this.name = name;
    this.config = config;
    this.semantics = semantics;
    this.depth = depth;
    if (depth > Topology.DEEPEST) {
      throw new FormatException(
          where() + " lies in more than " + Topology.DEEPEST + " models and wrappers around it");
    }
  }

  Graph read() {
    return calls().build();
  }

  /// The model's calls, connected: all of it and of the models in it has been checked.
  private CallGraph calls() {
    boolean sequential =
        className.equals("Sequential")
            || config.isList()
            || (!config.has("output_layers") && !isFunctional());
    return sequential ? sequential() : functional();
  }

  private boolean isFunctional() {
    return className.equals("Model") || className.equals("Functional");
  }

  private String where() {
    return name.isEmpty() ? "the model" : "model '" + name + "'";
  }

  private Tree layers() {
    Tree layers = config.isList() ? config : config.path("layers");
    if (!layers.isList() || layers.isEmpty()) {
      throw new FormatException(
          where() + " should have a list of layers in its config, found " + Inbound.brief(layers));
    }
    return layers;
  }

  // ---- functional ----

  private CallGraph functional() {
    List<Tree> specs = new ArrayList<>(layers().values());
    Set<String> names = new LinkedHashSet<>();
    for (int i = 0; i < specs.size(); i++) {
      LayerSpec.name(specs.get(i)).ifPresent(names::add);
    }
    List<LayerSpec> layers = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      Tree spec = specs.get(i);
      LayerSpec bare = layer(spec, i);
      List<Call> calls = new ArrayList<>();
      Tree inbound = spec.path("inbound_nodes");
      if (!inbound.isList() && !inbound.isNull() && !inbound.isMissing()) {
        throw new FormatException(
            where()
                + ": "
                + bare.describe()
                + ": inbound_nodes should be a list of calls, found "
                + Inbound.brief(inbound));
      }
      for (int call = 0; call < inbound.size() && !bare.isInput(); call++) {
        String at = where() + ": " + bare.describe() + ": inbound_nodes[" + call + "]";
        calls.add(Inbound.call(inbound.path(call), names, at));
      }
      if (bare.isInput()) {
        calls.add(new Call(List.of(), Arguments.NONE));
      }
      layers.add(new LayerSpec(bare.className(), bare.name(), bare.config(), calls));
    }
    boolean keras3 = specs.stream().anyMatch(Inbound::isKeras3);
    List<Ref> inputs = Inbound.tensors(config.path("input_layers"), where() + ": input_layers");
    List<Ref> outputs = Inbound.tensors(config.path("output_layers"), where() + ": output_layers");
    return connect(
        layers,
        inputs,
        keras3 ? outputs.stream().map(r -> fromZero(r, layers)).toList() : outputs,
        keras3);
  }

  /// Keras 3 counts the calls of a model from 0, but those of a functional one from 1 where it says
  /// which are the outputs.
  private static Ref fromZero(Ref ref, List<LayerSpec> layers) {
    boolean fromOne =
        ref.node() > 0
            && layers.stream()
                .anyMatch(l ->
                    l.name().equals(ref.layer())
                        && Topology.isModel(l.className(), l.config())
                        && !l.className().equals("Sequential"));
    return fromOne ? new Ref(ref.layer(), ref.node() - 1, ref.tensor()) : ref;
  }

  // ---- sequential ----

  private CallGraph sequential() {
    List<Tree> specs = new ArrayList<>(layers().values());
    List<LayerSpec> layers = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      layers.add(layer(specs.get(i), i));
    }
    if (!layers.getFirst().isInput()) {
      layers.addFirst(inputOf(layers.getFirst()));
    }
    List<LayerSpec> chain = new ArrayList<>();
    for (LayerSpec layer : layers) {
      List<Ref> inputs =
          chain.isEmpty() ? List.of() : List.of(new Ref(chain.getLast().name(), 0, 0));
      Call call = new Call(inputs, Arguments.NONE);
      chain.add(new LayerSpec(layer.className(), layer.name(), layer.config(), List.of(call)));
    }
    return connect(
        chain,
        List.of(new Ref(chain.getFirst().name(), 0, 0)),
        List.of(new Ref(chain.getLast().name(), 0, 0)),
        false);
  }

  /// The input layer that a sequential model has without saying so. Keras names it after the first
  /// layer; so does TF.js, unless that layer is a model, whose own input it then takes.
  private LayerSpec inputOf(LayerSpec first) {
    if (Topology.isModel(first.className(), first.config())) {
      LayerSpec own = nested(first).onlyInput(where() + ": first layer " + first.describe());
      return semantics == Semantics.TFJS ? own : inputLayer(first.name() + "_input", own.config());
    }
    return inputLayer(first.name() + "_input", first.config());
  }

  private LayerSpec inputLayer(String layer, Tree like) {
    Map<String, Tree> own = new LinkedHashMap<>();
    own.put("name", Tree.of(layer));
    shape(like).ifPresent(s -> own.put("batch_input_shape", s));
    if (like.has("dtype")) {
      own.put("dtype", like.path("dtype"));
    }
    return new LayerSpec("InputLayer", layer, Tree.object(own), List.of());
  }

  /// The input shape that the first layer's config gives, or the shape with which Keras built the
  /// model. An embedding needs neither.
  private Optional<Tree> shape(Tree first) {
    for (String key : List.of("batch_input_shape", "batch_shape")) {
      if (first.hasNonNull(key)) {
        return Optional.of(first.path(key));
      }
    }
    if (config.hasNonNull("build_input_shape")) {
      return Optional.of(config.path("build_input_shape"));
    }
    if (first.has("input_dim") && first.has("output_dim")) {
      Tree length = first.path("input_length");
      Tree known = length.isList() ? length.path(0) : length;
      return Optional.of(Tree.list(Tree.NULL, known.isNumber() ? known : Tree.NULL));
    }
    return Optional.empty();
  }

  // ---- both ----

  private LayerSpec layer(Tree spec, int i) {
    String where = where() + ": layers[" + i + "]";
    String layerClass = LayerSpec.className(spec, where);
    String layerName =
        LayerSpec.name(spec).orElse(layerClass.toLowerCase(java.util.Locale.ROOT) + "_" + i);
    return new LayerSpec(layerClass, layerName, LayerSpec.config(spec, where), List.of());
  }

  private CallGraph nested(LayerSpec layer) {
    CallGraph read = nested.get(layer.name());
    if (read == null) {
      read =
          new ModelReader(layer.className(), layer.name(), layer.config(), semantics, depth + 1)
              .calls();
      nested.put(layer.name(), read);
    }
    return read;
  }

  private CallGraph connect(
      List<LayerSpec> layers, List<Ref> inputs, List<Ref> outputs, boolean fromZero) {
    Map<String, LayerSpec> byName = new LinkedHashMap<>();
    for (LayerSpec layer : layers) {
      LayerSpec other = byName.put(layer.name(), layer);
      if (other != null) {
        throw new FormatException(
            where()
                + ": two layers are named '"
                + layer.name()
                + "', a "
                + other.className()
                + " and a "
                + layer.className()
                + "; weights and calls are found by name, so names must differ");
      }
    }
    Map<String, Integer> results = new LinkedHashMap<>();
    for (LayerSpec layer : layers) {
      if (Topology.isModel(layer.className(), layer.config())) {
        results.put(layer.name(), nested(layer).outputs().size());
      } else {
        checkWrapped(layer);
      }
    }
    return new CallGraph(where(), semantics, byName, results, inputs, outputs, fromZero);
  }

  /// Reads models that lie in wrappers, and counts wrappers and stacks of cells as depth.
  private void checkWrapped(LayerSpec outermost) {
    record Level(LayerSpec layer, int depth) {}
    Deque<Level> todo = new ArrayDeque<>(List.of(new Level(outermost, depth)));
    while (!todo.isEmpty()) {
      Level at = todo.pop();
      for (Tree spec : Topology.innerSpecs(at.layer().config())) {
        String where = where() + ": " + at.layer().describe() + ": the layer in its config";
        LayerSpec inner =
            new LayerSpec(
                LayerSpec.className(spec, where),
                LayerSpec.name(spec).orElse(at.layer().name()),
                LayerSpec.config(spec, where),
                List.of());
        int level = at.depth() + 1;
        if (level > Topology.DEEPEST || Topology.isModel(inner.className(), inner.config())) {
          new ModelReader(inner.className(), inner.name(), inner.config(), semantics, level)
              .calls();
        } else {
          todo.push(new Level(inner, level));
        }
      }
    }
  }
}
