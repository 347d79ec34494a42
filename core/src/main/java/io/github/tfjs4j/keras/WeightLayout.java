package io.github.tfjs4j.keras;

import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Which weights a topology has, in the order in which Keras makes them: what Keras' files say by
/// position or by number, here has the name of its layer.
///
/// * In an `.h5` file the weights of a layer stand in a row: the trainable ones of all that is in
///   it, then the others.
/// * A `.weights.h5` file, the one in a `.keras` archive, has a path of numbers for each:
///   `layers/bidirectional/forward_layer/cell/vars/1`.
///
/// Names in files never decide: they are those of the day on which a layer was made.
public final class WeightLayout {
  /// One weight.
  ///
  /// @param models the names of the models around its layer, but for the outermost
  /// @param local its name in its model: `lstm/kernel`
  /// @param name unique in the outermost model, and such that its layer is found by it
  /// @param tfjsName how TF.js calls it
  /// @param path where a `.weights.h5` file has it
  /// @param oldPath where one of TensorFlow 2.12 has it, which counts layers with weights twice: of
  ///   three `Dense` the second is `dense_2` and the third `dense_4`
  /// @param trainable whether it and all around it are to be trained
  /// @param layer what it is a weight of: equal for two appearances of one layer
  public record Slot(
      List<String> models,
      String local,
      String name,
      String tfjsName,
      String path,
      String oldPath,
      boolean trainable,
      Object layer) {
    public Slot {
      models = List.copyOf(models);
    }

    Slot called(String unique) {
      return new Slot(models, local, unique, tfjsName, path, oldPath, trainable, layer);
    }
  }

  /// A layer of the outermost model, with all that lies in it.
  ///
  /// @param spec as it stands in the topology
  /// @param path where a `.weights.h5` file has it
  public record Owner(String layer, Tree spec, String path, List<Slot> slots) {
    public Owner {
      slots = List.copyOf(slots);
    }

    /// As an `.h5` file has them.
    public List<Slot> inFileOrder() {
      return Stream.concat(
              slots.stream().filter(Slot::trainable), slots.stream().filter(s -> !s.trainable()))
          .toList();
    }
  }

  /// Where the walk is.
  ///
  /// @param models the names of the models around, but for the outermost
  /// @param name the beginning of the weights' names
  /// @param tfjs the same for TF.js
  /// @param outer the name of the layer around, which is that of a layer without one
  private record At(
      List<String> models,
      String name,
      String tfjs,
      String path,
      String oldPath,
      boolean trainable,
      String outer,
      int depth) {
    static final At TOP = new At(List.of(), "", "", "", "", true, "", 0);

    At in(String part) {
      String inner = "/" + part;
      return new At(models, name, tfjs, path + inner, oldPath + inner, trainable, outer, depth + 1);
    }

    At named(String newName, String newTfjs) {
      return new At(models, newName, newTfjs, path, oldPath, trainable, outer, depth);
    }

    At within(Tree config, String layer) {
      boolean trains = trainable && !config.path("trainable").isFalse();
      return new At(models, name, tfjs, path, oldPath, trains, layer, depth);
    }

    /// Where the layers of the model `layer` are.
    At model(String layer) {
      List<String> inner = new ArrayList<>(models);
      inner.add(layer);
      return new At(inner, "", "", path + "/", oldPath + "/", trainable, layer, depth);
    }

    /// A layer of the model that is here.
    At child(String layer, String folder, String oldFolder) {
      return new At(
          models,
          layer,
          layer,
          path + LAYERS + "/" + folder,
          oldPath + LAYERS + "/" + oldFolder,
          trainable,
          layer,
          depth + 1);
    }
  }

  /// A layer of a model, and the weights in it.
  private record Child(String name, Tree spec, String path, List<Slot> slots) {}

  private static final String LAYERS = "layers";
  private static final String OLD_LAYERS = "_layer_checkpoint_dependencies";

  /// Classes that Keras' source calls otherwise than Keras.
  private static final Map<String, String> PYTHON_NAMES =
      Map.of("GroupQueryAttention", "GroupedQueryAttention");

  private final List<Owner> owners;

  private WeightLayout(List<Owner> owners) {
    this.owners = List.copyOf(owners);
  }

  /// @param topology as [Topology#of] takes it
  public static WeightLayout of(Tree topology) {
    Tree model = topology.hasNonNull("model_config") ? topology.path("model_config") : topology;
    List<Child> layers = children(model.path("config"), At.TOP.within(model.path("config"), ""));
    Map<String, Integer> uses = new HashMap<>();
    layers.forEach(l -> l.slots().forEach(s -> uses.merge(s.local(), 1, Integer::sum)));
    List<Owner> owners = new ArrayList<>();
    for (Child layer : layers) {
      List<Slot> slots = layer.slots().stream().map(s -> unique(s, uses)).toList();
      owners.add(new Owner(layer.name(), layer.spec(), layer.path(), slots));
    }
    return new WeightLayout(owners);
  }

  /// The layers of the outermost model, in its order.
  public List<Owner> owners() {
    return owners;
  }

  public Stream<Slot> slots() {
    return owners.stream().flatMap(o -> o.slots().stream());
  }

  /// The name of a weight is that of its layer; where layers in two models are called alike, the
  /// models stand in front.
  private static Slot unique(Slot slot, Map<String, Integer> uses) {
    return uses.get(slot.local()) == 1 || slot.models().isEmpty()
        ? slot
        : slot.called(String.join("/", slot.models()) + "/" + slot.local());
  }

  // ---- the walk ----

  /// The layers of a model and where each is. A class is counted for itself, whatever the names.
  private static List<Child> children(Tree config, At model) {
    Tree layers = config.isList() ? config : config.path("layers");
    List<Child> children = new ArrayList<>();
    Map<String, Integer> counts = new HashMap<>();
    Map<String, Integer> oldCounts = new HashMap<>();
    for (int i = 0; i < layers.size(); i++) {
      Tree spec = layers.path(i);
      String className = spec.path("class_name").string("");
      String name =
          LayerSpec.name(spec).orElse(className.toLowerCase(java.util.Locale.ROOT) + "_" + i);
      At at = model.child(name, counted(className, counts), counted(className, oldCounts));
      List<Slot> weights = new ArrayList<>();
      walk(spec, at, weights);
      children.add(new Child(name, spec, at.path(), weights));
      if (!weights.isEmpty()) {
        counted(className, oldCounts);
      }
    }
    return children;
  }

  private static String counted(String className, Map<String, Integer> counts) {
    String folder = snake(PYTHON_NAMES.getOrDefault(bare(className), bare(className)));
    int before = counts.merge(folder, 1, Integer::sum) - 1;
    return before == 0 ? folder : folder + "_" + before;
  }

  private static void walk(Tree spec, At at, List<Slot> to) {
    Tree config = spec.path("config");
    String className = bare(spec.path("class_name").string(""));
    if (at.depth() > Topology.DEEPEST || className.isEmpty()) {
      return;
    }
    String layer = LayerSpec.name(spec).orElse(at.outer());
    At here = at.within(config, layer);
    if (Topology.isModel(className, config)) {
      children(config, here.model(layer)).forEach(child -> to.addAll(child.slots()));
      return;
    }
    switch (className) {
      case "TimeDistributed" -> walk(config.path("layer"), here.in("layer"), to);
      case "SpectralNormalization" -> {
        walk(config.path("layer"), here.in("layer"), to);
        to.add(found(LayerWeights.SPECTRAL_VECTOR, 1, here, spec));
      }
      case "Bidirectional" -> {
        walk(config.path("layer"), direction("forward", config.path("layer"), here), to);
        Tree backward =
            config.path(config.hasNonNull("backward_layer") ? "backward_layer" : "layer");
        walk(backward, direction("backward", backward, here), to);
      }
      case "RNN" -> {
        Tree cell = config.path(config.hasNonNull("cell") ? "cell" : "cells");
        if (cell.isList()) {
          stack(cell, here.in("cell").named(here.name() + "/stacked_rnn_cells", here.tfjs()), to);
        } else {
          walk(cell, here.in("cell"), to);
        }
      }
      case "StackedRNNCells" ->
          stack(config.path("cells"), here.named(here.name() + "/" + layer, here.tfjs()), to);
      default -> leaf(className, config, here, spec, to);
    }
  }

  private static void leaf(String className, Tree config, At at, Tree spec, List<Slot> to) {
    Map<String, Integer> counts = new HashMap<>();
    for (LayerWeights weight : LayerWeights.of(className, config)) {
      to.add(found(weight, counts.merge(weight.part(), 1, Integer::sum) - 1, at, spec));
    }
  }

  private static Slot found(LayerWeights weight, int index, At at, Tree spec) {
    String vars = (weight.part().isEmpty() ? "" : "/" + weight.part()) + "/vars/" + index;
    String local = at.name() + "/" + weight.name();
    return new Slot(
        at.models(),
        local,
        local,
        at.tfjs() + "/" + weight.name(),
        at.path() + vars,
        at.oldPath() + vars,
        at.trainable() && weight.trainable(),
        List.of(spec.path("class_name"), spec.path("config"), weight.name()));
  }

  /// The layer in a `Bidirectional`, by whose name its weights are called. Keras 3 saves it with a
  /// direction in front.
  private static At direction(String direction, Tree spec, At at) {
    String own = LayerSpec.name(spec).orElse(at.outer());
    String name = "/" + direction + "_" + own.replaceFirst("^(forward|backward)_", "");
    return at.in(direction + "_layer").named(at.name() + name, at.tfjs() + name);
  }

  private static void stack(Tree cells, At at, List<Slot> to) {
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < cells.size(); i++) {
      Tree cell = cells.path(i);
      String className = bare(cell.path("class_name").string(""));
      String own = className.equals("StackedRNNCells") ? "" : "/" + LayerSpec.name(cell).orElse("");
      At inner = at.in("cells").in(counted(className, counts));
      walk(cell, inner.named(at.name() + own, at.tfjs() + "/RNNCell_" + i), to);
    }
  }

  /// A class without the package in front: `Custom>Scale`.
  private static String bare(String className) {
    return className.substring(className.lastIndexOf('>') + 1);
  }

  /// `Conv2DTranspose` as `conv2d_transpose`.
  static String snake(String className) {
    return className
        .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(java.util.Locale.ROOT);
  }

  // ---- by name ----

  /// Where the weights are among some that have names: theirs, or those of other Keras versions.
  public Map<String, String> byName(Set<String> stored) {
    WeightNames names = new WeightNames(stored);
    Map<String, String> found = new LinkedHashMap<>();
    slots()
        .forEach(slot -> {
          String local = slot.local();
          int cut = local.lastIndexOf('/');
          String scope = local.substring(0, cut);
          String layer = scope.substring(scope.lastIndexOf('/') + 1);
          Optional.of(slot.name())
              .filter(stored::contains)
              .or(() -> names.find(slot.models(), scope, layer, local.substring(cut + 1)))
              .or(() -> Optional.of(slot.tfjsName()).filter(stored::contains))
              .ifPresent(name -> found.put(slot.name(), name));
        });
    return found;
  }

  // ---- by path ----

  /// Whether these are names of a `.weights.h5` file.
  public static boolean arePaths(Set<String> names) {
    return !names.isEmpty()
        && names.stream().anyMatch(n -> n.matches("(layers|" + OLD_LAYERS + ")/.*/vars/\\d+"));
  }

  /// The names of what a `.weights.h5` file holds, and where it has them. A layer that two models
  /// share is stored once, at its first place. What is found for no layer keeps its path, unless it
  /// is what training alone needs.
  public Map<String, String> byPath(Set<String> stored) {
    Map<String, String> places = places(stored);
    boolean old =
        slots().filter(s -> places.containsKey(s.oldPath())).count()
            > slots().filter(s -> places.containsKey(s.path())).count();
    Map<Object, String> shared = new HashMap<>();
    Map<String, String> named = new LinkedHashMap<>();
    slots()
        .forEach(slot -> {
          String path = old ? slot.oldPath() : slot.path();
          String place = places.getOrDefault(path, shared.get(slot.layer()));
          if (place != null) {
            named.put(slot.name(), place);
            shared.putIfAbsent(slot.layer(), place);
          }
        });
    Set<String> unknown = new LinkedHashSet<>(stored);
    unknown.removeAll(named.values());
    unknown.stream().filter(p -> !isForTraining(p)).forEach(p -> named.putIfAbsent(p, p));
    return named;
  }

  /// Optimizer, metrics, the states of random numbers; and the copy of its layer's kernel that a
  /// `SpectralNormalization` keeps.
  private static boolean isForTraining(String path) {
    return path.startsWith("optimizer/")
        || path.startsWith("metrics/")
        || path.contains("seed_generator")
        || path.matches(".*spectral_normalization(_\\d+)?/vars/0");
  }

  /// Where in the file each path of this layout is: TensorFlow 2.12 called the layers otherwise,
  /// and Keras 2 puts an underscore before some parts of layers.
  private static Map<String, String> places(Set<String> stored) {
    Map<String, String> places = new HashMap<>();
    for (String path : stored) {
      String plain = path.replaceAll("(^|/)" + OLD_LAYERS + "/", "$1" + LAYERS + "/");
      places.put(plain.replaceAll("/_([a-z])", "/$1"), path);
    }
    return places;
  }
}
