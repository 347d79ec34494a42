package io.github.tfjs4j.keras;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.keras.LayerSpec.Call;
import io.github.tfjs4j.keras.LayerSpec.Ref;
import io.github.tfjs4j.keras.WeightLayout.Slot;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A topology of Keras in the words in which TF.js reads one, and the names by which it then looks
/// its weights up.
///
/// * Calls are lists, as Keras 2 writes them; calls of models are counted from 1, because the
///   making of a model counts as one.
/// * What TF.js has no class for is said in others where that is the same: `Subtract` is the sum
///   with the negative, a pooling layer that keeps its dimensions is followed by layers that add
///   them.
/// * Weights go by the names of their layers, which differ within models that are layers, too.
/// * What is left and TF.js cannot load, or computes otherwise than Keras, is [#refused].
public final class TfjsDialect {
  /// Operations of Keras 3 that compute something else than the layers of their names do.
  private static final Set<String> UNLIKE_LAYERS = Set.of("Average", "Dot", "Reshape");

  private final Tree original;
  private final Tree topology;
  private final boolean keras3;
  private final Map<String, String> refused = new LinkedHashMap<>();
  private final Set<String> clashing = new HashSet<>();

  private TfjsDialect(Tree original) {
    this.original = original;
    this.keras3 = Topology.semantics(original) == Semantics.KERAS3;
    findClashes();
    Tree model = Topology.modelObject(original);
    Tree spoken = model(model, List.of());
    this.topology =
        original.hasNonNull("model_config") ? original.with("model_config", spoken) : spoken;
  }

  /// @param topology as [Topology#of] takes it, of Keras
  public static TfjsDialect of(Tree topology) {
    return new TfjsDialect(topology);
  }

  public Tree topology() {
    return topology;
  }

  /// The layers that TF.js cannot load, or computes otherwise, as `name (Class): why`.
  public List<String> refused() {
    return refused.entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).toList();
  }

  /// What TF.js calls each of some weights. A layer that occurs in two models is two in TF.js, so
  /// one weight may have several names. Those that no layer has keep their names.
  public Map<String, List<String>> names(Set<String> stored) {
    Map<String, String> found = WeightLayout.of(original).byName(stored);
    Iterator<Slot> spoken = WeightLayout.of(topology).slots().iterator();
    Map<String, List<String>> names = new LinkedHashMap<>();
    Iterator<Slot> slots = WeightLayout.of(original).slots().iterator();
    while (slots.hasNext() && spoken.hasNext()) {
      String weight = found.get(slots.next().name());
      String name = spoken.next().tfjsName();
      if (weight != null) {
        names.computeIfAbsent(weight, _ -> new ArrayList<>()).add(name);
      }
    }
    stored.forEach(name -> names.putIfAbsent(name, List.of(name)));
    return names;
  }

  /// Names of weights that two layers have: TF.js leaves out the models around a layer.
  private void findClashes() {
    Set<String> seen = new HashSet<>();
    WeightLayout.of(original)
        .slots()
        .filter(s -> !seen.add(s.tfjsName()))
        .forEach(s -> clashing.add(s.tfjsName()));
  }

  // ---- models ----

  private Tree model(Tree spec, List<String> models) {
    Tree config = spec.path("config");
    boolean functional = config.has("output_layers");
    return spec(
        functional ? "Functional" : "Sequential",
        functional ? functional(config, models) : sequential(config, models));
  }

  private Tree sequential(Tree config, List<String> models) {
    List<Tree> layers = new ArrayList<>();
    List<Tree> given = (config.isList() ? config : config.path("layers")).items();
    Map<String, String> renamed = renamed(given, models);
    for (Tree layer : given) {
      layers.addAll(layer(layer, models, renamed).chain());
    }
    if (config.hasNonNull("build_input_shape") && !given.isEmpty()) {
      addInput(config.path("build_input_shape"), layers);
    }
    Map<String, Tree> fields = new LinkedHashMap<>();
    config.path("name").string().ifPresent(name -> fields.put("name", Tree.of(name)));
    fields.put("layers", Tree.list(layers));
    return Tree.object(fields);
  }

  /// The input of a model that was built for a shape.
  private static void addInput(Tree shape, List<Tree> layers) {
    Tree first = layers.getFirst();
    if (first.path("class_name").string("").equals("InputLayer")
        || first.path("config").hasNonNull("batch_input_shape")) {
      return;
    }
    Tree config =
        Tree.EMPTY_OBJECT
            .with("batch_input_shape", shape)
            .with("dtype", Tree.of("float32"))
            .with("name", Tree.of(LayerSpec.name(first).orElse("model") + "_input"));
    layers.addFirst(spec("InputLayer", config));
  }

  private Tree functional(Tree config, List<String> models) {
    List<Tree> given = config.path("layers").items();
    Map<String, String> renamed = renamed(given, models);
    Map<String, Tree> byName = new LinkedHashMap<>();
    given.forEach(l -> LayerSpec.name(l).ifPresent(name -> byName.put(name, l)));
    boolean dicts = given.stream().anyMatch(Inbound::isKeras3);
    KerasMasks masks = KerasMasks.of(config, byName);
    List<Tree> layers = new ArrayList<>();
    for (Tree layer : given) {
      if (!masks.isOneMade(layer)) {
        TfjsLayer spoken = layer(layer, models, renamed);
        if (UNLIKE_LAYERS.contains(spoken.className()) && isOperation(layer)) {
          refuse(layer, "it is an operation and no layer");
        }
        layers.addAll(spoken.connected(calls(layer, byName, renamed, dicts, masks)));
      }
    }
    Map<String, Tree> fields = new LinkedHashMap<>();
    config.path("name").string().ifPresent(name -> fields.put("name", Tree.of(name)));
    fields.put("layers", Tree.list(layers));
    for (String key : List.of("input_layers", "output_layers")) {
      List<Tree> ends = new ArrayList<>();
      for (Ref ref : Inbound.tensors(config.path(key), key)) {
        ends.add(triple(ref, renamed, dicts ? endShift(ref, byName) : 0));
      }
      fields.put(key, Tree.list(ends));
    }
    return Tree.object(fields);
  }

  /// The calls of a layer, each a list of tensors.
  private List<List<Tree>> calls(
      Tree layer,
      Map<String, Tree> byName,
      Map<String, String> renamed,
      boolean dicts,
      KerasMasks masks) {
    List<List<Tree>> calls = new ArrayList<>();
    for (Tree node : layer.path("inbound_nodes")) {
      Call call = Inbound.call(node, byName.keySet(), "inbound_nodes");
      boolean byKey =
          call.arguments().path("kwargs").fields().entrySet().stream()
              .anyMatch(e ->
                  !e.getKey().equals("initial_state")
                      && !(masks.areFollowed() && e.getKey().equals(Arguments.MASK))
                      && holdsTensor(e.getValue()));
      if (byKey) {
        refuse(layer, "it is called with tensors by name");
      }
      if (call.arguments().path("args").stream().anyMatch(a -> a.isNumber() || a.isString())) {
        refuse(layer, "it is called with a number");
      }
      List<Tree> tensors = new ArrayList<>();
      for (Ref ref : KerasMasks.inputs(call)) {
        boolean isModel = dicts && isModel(byName.get(ref.layer()));
        tensors.add(triple(ref, renamed, isModel ? 1 : 0));
      }
      calls.add(tensors);
    }
    return calls;
  }

  /// An operation says less of itself than a layer does.
  private static boolean isOperation(Tree spec) {
    return !spec.path("config").has("trainable") && !spec.path("config").has("dtype");
  }

  private static boolean holdsTensor(Tree argument) {
    return Arguments.isTensor(argument)
        || argument.values().stream().anyMatch(TfjsDialect::holdsTensor);
  }

  private static boolean isModel(Tree spec) {
    return spec != null
        && Topology.isModel(spec.path("class_name").string(""), spec.path("config"));
  }

  /// In the list of outputs Keras 3 counts the calls of functional models from 1 already.
  private static int endShift(Ref ref, Map<String, Tree> byName) {
    Tree spec = byName.get(ref.layer());
    return isModel(spec)
            && (ref.node() == 0 || spec.path("class_name").string("").equals("Sequential"))
        ? 1
        : 0;
  }

  private static Tree triple(Ref ref, Map<String, String> renamed, int shift) {
    return Tree.list(
        Tree.of(renamed.getOrDefault(ref.layer(), ref.layer())),
        Tree.of(ref.node() + shift),
        Tree.of(ref.tensor()));
  }

  /// The layers of a model that must be called otherwise, because others have weights of that name.
  private Map<String, String> renamed(List<Tree> layers, List<String> models) {
    Map<String, String> renamed = new HashMap<>();
    if (models.isEmpty() || clashing.isEmpty()) {
      return renamed;
    }
    for (Tree layer : layers) {
      LayerSpec.name(layer)
          .filter(name -> clashing.stream().anyMatch(w -> w.startsWith(name + "/")))
          .ifPresent(name -> renamed.put(name, String.join("_", models) + "_" + name));
    }
    return renamed;
  }

  // ---- layers ----

  private TfjsLayer layer(Tree spec, List<String> models, Map<String, String> renamed) {
    String own = LayerSpec.name(spec).orElse("");
    String name = renamed.getOrDefault(own, own);
    Tree spoken = name.equals(own) ? spec : renamed(spec, name);
    return new TfjsLayer(name, inner(spoken, models, name));
  }

  private static Tree renamed(Tree spec, String name) {
    return spec.with("name", Tree.of(name))
        .with("config", spec.path("config").with("name", Tree.of(name)));
  }

  /// A layer without its calls, and all that lies in it.
  private Tree inner(Tree spec, List<String> models, String name) {
    if (isModel(spec)) {
      List<String> inner = new ArrayList<>(models);
      inner.add(name);
      return model(spec, inner);
    }
    String className = TfjsLayers.className(spec.path("class_name").string(""));
    Tree config = TfjsLayers.config(className, spec.path("config"));
    TfjsLayers.whyNot(className, config, keras3).ifPresent(why -> refuse(spec, why));
    for (String key : List.of("layer", "cell")) {
      if (config.path(key).has("class_name")) {
        String innerName = LayerSpec.name(config.path(key)).orElse(name);
        config = config.with(key, inner(config.path(key), models, innerName));
      }
    }
    if (config.path("cells").isList()) {
      List<Tree> cells =
          config.path("cells").items().stream().map(c -> inner(c, models, name)).toList();
      config = config.with("cells", Tree.list(cells));
    }
    return spec(className, config);
  }

  /// For the first of the reasons.
  private void refuse(Tree spec, String why) {
    String name = LayerSpec.name(spec).orElse("?");
    String layer =
        ModelException.quoted(name) + " (" + ModelException.quoted(className(spec)) + ")";
    refused.putIfAbsent(layer, why);
  }

  private static String className(Tree spec) {
    return spec.path("class_name").string("?");
  }

  static Tree spec(String className, Tree config) {
    Map<String, Tree> fields = new LinkedHashMap<>();
    fields.put("class_name", Tree.of(className));
    fields.put("config", config);
    return Tree.object(fields);
  }
}
