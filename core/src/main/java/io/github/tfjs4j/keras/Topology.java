package io.github.tfjs4j.keras;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Reads the topology of a LayersModel, in any dialect that Keras 2, Keras 3 and TF.js write, into
/// a verbatim graph with one [KerasLayer] node a call.
///
/// The graph's inputs are keyed by the names of the input layers and its outputs by the names of
/// the output layers, in the model's order. Where one layer gives several outputs the later ones
/// are called `name_1`, `name_2`, because the keys of a signature must differ. Layers that no
/// output needs are left out.
///
/// A model in a model stays one node here: [#model] reads it when it is lowered.
public final class Topology {
  /// How deep models and wrappers may lie in each other: more is no model but an attack on the
  /// stack.
  static final int DEEPEST = 32;

  private Topology() {}

  /// @param modelTopology what `model.json` has under that key: a model object, or one under
  ///   `model_config`
  /// @param override whose numbers the model means, where the caller knows better than [#semantics]
  /// @throws FormatException naming layer and place, where this is no topology
  public static Graph of(Tree modelTopology, Optional<Semantics> override) {
    Tree model = modelObject(modelTopology);
    if (!model.isObject() || !model.has("config")) {
      throw new FormatException(
          "modelTopology should be a model with 'class_name' and 'config', found "
              + Inbound.brief(model));
    }
    Semantics semantics = override.orElseGet(() -> semantics(modelTopology));
    String name = model.path("config").path("name").string("");
    return new ModelReader(className(model), name, model.path("config"), semantics, 0).read();
  }

  static Tree modelObject(Tree topology) {
    return topology.hasNonNull("model_config") ? topology.path("model_config") : topology;
  }

  private static String className(Tree spec) {
    return spec.path("class_name").string("");
  }

  /// Whose numbers a topology means. TF.js signs with `backend` or `keras_version`; otherwise the
  /// version of Keras decides, or, without one, keys that only Keras 3 writes. A file that says
  /// nothing at all is an old one of Keras 2: TF.js has always signed.
  public static Semantics semantics(Tree modelTopology) {
    Tree model = modelObject(modelTopology);
    String backend = text(modelTopology, model, "backend");
    String version = text(modelTopology, model, "keras_version");
    if (backend.equals("tensor_flow.js")
        || backend.equals("TensorFlow.js")
        || version.startsWith("tfjs-layers")) {
      return Semantics.TFJS;
    }
    if (!version.isEmpty()) {
      return version.matches("([3-9]|\\d\\d+)\\..*") ? Semantics.KERAS3 : Semantics.KERAS2;
    }
    return hasKeras3Keys(model) ? Semantics.KERAS3 : Semantics.KERAS2;
  }

  private static String text(Tree topology, Tree model, String key) {
    Tree outer = topology.path(key);
    return (outer.isString() ? outer : model.path(key)).string("");
  }

  private static boolean hasKeras3Keys(Tree model) {
    for (Tree layer : model.path("config").path("layers")) {
      if (layer.path("config").has("batch_shape")) {
        return true;
      }
      for (Tree call : layer.path("inbound_nodes")) {
        if (call.isObject() && call.has("args")) {
          return true;
        }
      }
    }
    return false;
  }

  /// Whether a layer is a model itself: by its class, or, for a class of one's own derived from
  /// Keras' functional model, by what its config holds.
  public static boolean isModel(KerasLayer layer) {
    return isModel(layer.className(), layer.config());
  }

  static boolean isModel(String className, Tree config) {
    return switch (className) {
      case "Model", "Functional", "Sequential" -> true;
      default -> config.path("layers").isList() && config.has("output_layers");
    };
  }

  /// The types other than float32 in which Keras computes layers of a model: `mixed_float16`. Here
  /// and in TF.js all of them are float32.
  public static Set<String> otherPrecisions(Tree modelTopology) {
    Set<String> names = new TreeSet<>();
    for (Tree dtype : modelTopology.findAll("dtype")) {
      String name =
          dtype.isObject() ? dtype.path("config").path("name").string("") : dtype.string("");
      if (name.contains("float") && !name.equals("float32")) {
        names.add(name);
      }
    }
    return names;
  }

  /// Whether a model's layers stand in its config: `Sequential`, `Functional`, or a class of one's
  /// own that is derived from them.
  ///
  /// @param model an object with `class_name` and `config`
  public static boolean holdsLayers(Tree model) {
    Tree config = model.path("config");
    return config.isList() || config.path("layers").isList();
  }

  /// The graph of a model that is a layer of another one.
  public static Graph model(KerasLayer layer) {
    return new ModelReader(layer.className(), layer.layer(), layer.config(), layer.semantics(), 1)
        .read();
  }

  /// The layer in the config of another one, such as that of a `TimeDistributed`.
  ///
  /// @param spec an object with `class_name` and `config`
  /// @param outer the layer around it, whose semantics it shares
  public static KerasLayer inner(Tree spec, KerasLayer outer) {
    String where = outer.layer() + " (" + outer.className() + "): the layer in its config";
    return new KerasLayer(
        LayerSpec.className(spec, where),
        LayerSpec.name(spec).orElse(outer.layer()),
        LayerSpec.config(spec, where),
        Tree.EMPTY_OBJECT,
        1,
        outer.semantics());
  }

  /// The layers in a wrapper's config, and the cells in a recurrent layer's, as they stand there.
  static List<Tree> innerSpecs(Tree config) {
    // TF.js repeats the `cells` of a stack beside the `cell` that is the stack.
    List<String> keys =
        List.of("layer", "backward_layer", config.hasNonNull("cell") ? "cell" : "cells");
    List<Tree> specs = new ArrayList<>();
    for (String key : keys) {
      Tree found = config.path(key);
      (found.isList() ? found.values() : List.of(found)).forEach(specs::add);
    }
    specs.removeIf(s -> !s.isObject() || !s.has("class_name"));
    return specs;
  }

  /// All layers of a model that its outputs need, those of models and wrappers in it included, each
  /// once however often it is called; outer ones before the inner ones.
  public static List<KerasLayer> layers(Graph topology) {
    return layers(topology, new NestedModels());
  }

  static List<KerasLayer> layers(Graph topology, NestedModels models) {
    List<KerasLayer> all = new ArrayList<>();
    Deque<KerasLayer> todo = new ArrayDeque<>(layersOf(topology));
    while (!todo.isEmpty()) {
      KerasLayer layer = todo.poll();
      all.add(layer);
      List<KerasLayer> inner =
          isModel(layer)
              ? layersOf(models.of(layer))
              : innerSpecs(layer.config()).stream().map(spec -> inner(spec, layer)).toList();
      inner.reversed().forEach(todo::push);
    }
    return all;
  }

  private static List<KerasLayer> layersOf(Graph model) {
    java.util.Set<String> seen = new java.util.HashSet<>();
    return model.nodes().stream()
        .map(n -> (KerasLayer) n.op())
        .filter(l -> seen.add(l.layer()))
        .toList();
  }
}
