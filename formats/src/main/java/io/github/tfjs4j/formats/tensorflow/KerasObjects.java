package io.github.tfjs4j.formats.tensorflow;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.format.Json;
import io.github.tfjs4j.format.KerasModel;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.formats.keras.KerasFile;
import io.github.tfjs4j.formats.proto.SavedMetadata;
import io.github.tfjs4j.formats.proto.SavedModel;
import io.github.tfjs4j.formats.proto.SavedObject;
import io.github.tfjs4j.formats.proto.SavedObjectGraph;
import io.github.tfjs4j.keras.WeightLayout;
import io.github.tfjs4j.keras.WeightLayout.Owner;
import io.github.tfjs4j.keras.WeightLayout.Slot;
import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The layers that Keras 2 leaves in a SavedModel: `keras_metadata.pb` describes objects of the
/// model's tree in JSON, the model with its whole config among them, and the objects hold the
/// variables.
///
/// The object of a layer is a child `layer-0`, `layer-1`, ... of the model, and below it are its
/// variables, layer by layer in the order in which they were made. The lists of variables that are
/// there too are passed over: in those of models and of other layers the order is not the same, and
/// `save_traces=False` leaves them out.
final class KerasObjects {
  static final String METADATA = "keras_metadata.pb";
  private static final String TRAINING = "training_config";
  private static final Set<String> LISTS =
      Set.of(
          "variables",
          "trainable_variables",
          "non_trainable_variables",
          "keras_api",
          "layers",
          "metrics");

  private final String place;
  private final SavedObjectGraph objects;
  private final Bundle bundle;
  private final Map<Integer, String> keys;
  private final Map<Integer, String> described;

  private KerasObjects(
      String place,
      SavedObjectGraph objects,
      Bundle bundle,
      Map<Integer, String> keys,
      Map<Integer, String> described) {
    this.place = place;
    this.objects = objects;
    this.bundle = bundle;
    this.keys = keys;
    this.described = described;
  }

  static KerasObjects of(Source source) {
    SavedModel saved = SavedModelFormat.message(source);
    SavedObjectGraph objects =
        saved.getMetaGraphsCount() == 0
            ? SavedObjectGraph.getDefaultInstance()
            : saved.getMetaGraphs(0).getObjectGraphDef();
    Bundle bundle = SavedModelReader.bundle(source);
    return new KerasObjects(
        source.place(METADATA),
        objects,
        bundle,
        Restored.keys(objects, bundle),
        described(source, objects));
  }

  /// The JSON of objects, by their numbers. TensorFlow up to 2.4 has it in the objects themselves.
  private static Map<Integer, String> described(Source source, SavedObjectGraph objects) {
    Map<Integer, String> described = new HashMap<>();
    if (source.has(METADATA)) {
      Messages.binary(
              source.bytes(METADATA), SavedMetadata.getDefaultInstance(), source.place(METADATA))
          .getNodesList()
          .forEach(node -> described.put(node.getNodeId(), node.getMetadata()));
    } else {
      for (int i = 0; i < objects.getNodesCount(); i++) {
        described.put(i, objects.getNodes(i).getUserObject().getMetadata());
      }
    }
    return described;
  }

  /// @throws UnsupportedModelException where a class written in Python is the model
  KerasModel model() {
    Tree root = description(0);
    Tree config = root.path(KerasFile.MODEL);
    if (!config.isObject()) {
      throw new UnsupportedModelException(
          "the model is of a class of its own, whose layers are written in Python and not in the"
              + " files; --output_format=tfjs_graph_model takes the graph that it computes");
    }
    KerasFile.check(config, place);
    Tree topology =
        KerasFile.topology(
            root.path(KerasFile.VERSION).string(), root.path("backend").string(), config);
    Tree training = root.path(TRAINING);
    return KerasFile.model(
        training.isObject() ? topology.with(TRAINING, training) : topology, weights(topology));
  }

  /// What is said of an object; an empty one where that is nothing. Tuples are lists.
  private Tree description(int object) {
    String json = described.getOrDefault(object, "");
    return json.isEmpty()
        ? Tree.EMPTY_OBJECT
        : withoutTuples(Json.parse(json, place + ": object " + object));
  }

  private static Tree withoutTuples(Tree value) {
    if (value.isList()) {
      return Tree.list(value.items().stream().map(KerasObjects::withoutTuples).toList());
    }
    if (!value.isObject()) {
      return value;
    }
    if (value.path("class_name").string("").equals("__tuple__")) {
      return withoutTuples(value.path("items"));
    }
    Map<String, Tree> fields = new LinkedHashMap<>();
    value.fields().forEach((key, field) -> fields.put(key, withoutTuples(field)));
    return Tree.object(fields);
  }

  // ---- weights ----

  private Map<String, TensorSource> weights(Tree topology) {
    Map<String, Integer> layers = layers();
    Map<String, TensorSource> weights = new LinkedHashMap<>();
    for (Owner owner : WeightLayout.of(topology).owners()) {
      Integer layer = layers.get(owner.layer());
      if (layer != null) {
        weights(owner, layer).forEach((name, variable) -> weights.put(name, value(variable)));
      } else if (!owner.slots().isEmpty()) {
        throw new FormatException(
            "layer " + ModelException.quoted(owner.layer()) + " has no object in the model's tree");
      }
    }
    return weights;
  }

  /// The model's layers, by their names.
  private Map<String, Integer> layers() {
    Map<String, Integer> layers = new HashMap<>();
    for (SavedObject.Child child : children(0)) {
      if (child.getLocalName().matches("layer-[0-9]+")) {
        layers.put(description(child.getNodeId()).path("name").string(""), child.getNodeId());
      }
    }
    return layers;
  }

  private List<SavedObject.Child> children(int object) {
    return object >= 0 && object < objects.getNodesCount()
        ? objects.getNodes(object).getChildrenList()
        : List.of();
  }

  /// The weights of a layer, by their names.
  private Map<String, Integer> weights(Owner owner, int layer) {
    Map<Integer, String> inTree = new LinkedHashMap<>();
    collect(layer, inTree, new HashSet<>());
    Map<String, Integer> named = named(owner, List.copyOf(inTree.keySet()));
    for (Slot slot : owner.slots()) {
      String found = inTree.get(named.get(slot.name()));
      if (!slot.local().endsWith("/" + found)) {
        throw new FormatException(
            "layer "
                + ModelException.quoted(owner.layer())
                + " has a variable "
                + ModelException.quoted(found)
                + " where "
                + ModelException.quoted(slot.local())
                + " should be, so nobody can say which is which");
      }
    }
    return named;
  }

  /// The variables in an object and all below, in order, by what their objects call them.
  private void collect(int object, Map<Integer, String> to, Set<Integer> seen) {
    Deque<SavedObject.Child> open = new ArrayDeque<>(children(object));
    while (!open.isEmpty()) {
      SavedObject.Child child = open.pop();
      if (LISTS.contains(child.getLocalName())
          || !isObject(child.getNodeId())
          || !seen.add(child.getNodeId())) {
        continue;
      }
      if (objects.getNodes(child.getNodeId()).hasVariable()) {
        to.put(child.getNodeId(), child.getLocalName());
      }
      List<SavedObject.Child> below = children(child.getNodeId());
      for (int i = below.size() - 1; i >= 0; i--) {
        open.push(below.get(i));
      }
    }
  }

  /// By the place in the row; of a layer of which we do not know what it has, by the variables'
  /// own.
  private Map<String, Integer> named(Owner owner, List<Integer> variables) {
    List<Slot> slots = owner.slots();
    if (!slots.isEmpty() && slots.size() != variables.size()) {
      throw new FormatException(
          "layer "
              + ModelException.quoted(owner.layer())
              + " has "
              + slots.size()
              + " weights by its config, and "
              + variables.size()
              + " among the variables");
    }
    Map<String, Integer> named = new LinkedHashMap<>();
    for (int i = 0; i < variables.size(); i++) {
      String own = isObject(variables.get(i)) ? variable(variables.get(i)) : "";
      named.putIfAbsent(
          slots.isEmpty()
              ? owner.layer() + "/" + own.substring(own.lastIndexOf('/') + 1)
              : slots.get(i).name(),
          variables.get(i));
    }
    return named;
  }

  private String variable(int object) {
    return objects.getNodes(object).getVariable().getName();
  }

  private boolean isObject(int object) {
    return object >= 0 && object < objects.getNodesCount();
  }

  private TensorSource value(int variable) {
    String key = keys.get(variable);
    if (key == null) {
      throw new FormatException(
          "variable "
              + ModelException.quoted(
                  isObject(variable) ? variable(variable) : Integer.toString(variable))
              + " has no value among the saved ones");
    }
    return bundle.tensor(key);
  }
}
