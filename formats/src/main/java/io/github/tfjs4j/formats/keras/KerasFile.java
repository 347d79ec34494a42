package io.github.tfjs4j.formats.keras;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.format.About;
import io.github.tfjs4j.format.Extras;
import io.github.tfjs4j.format.KerasModel;
import io.github.tfjs4j.format.WeightEntry;
import io.github.tfjs4j.format.WeightGroup;
import io.github.tfjs4j.keras.Topology;
import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What Keras' formats have in common: a model's config and its weights.
public final class KerasFile {
  public static final String VERSION = "keras_version";
  public static final String MODEL = "model_config";

  private static final Set<String> ARRAYS = Set.of("__numpy__", "__tensor__");

  private KerasFile() {}

  /// A config in which numbers of NumPy are numbers.
  private static Tree plain(Tree value) {
    if (value.isList()) {
      return Tree.list(value.items().stream().map(KerasFile::plain).toList());
    }
    if (!value.isObject()) {
      return value;
    }
    if (ARRAYS.contains(value.path("class_name").string(""))) {
      return value.path("config").path("value");
    }
    Map<String, Tree> fields = new LinkedHashMap<>();
    value.fields().forEach((key, v) -> fields.put(key, key.equals("inbound_nodes") ? v : plain(v)));
    return Tree.object(fields);
  }

  /// Around the config what TF.js' topologies have there, too.
  public static Tree topology(Optional<String> version, Optional<String> backend, Tree model) {
    Map<String, Tree> topology = new LinkedHashMap<>();
    version.ifPresent(v -> topology.put(VERSION, Tree.of(v)));
    backend.ifPresent(b -> topology.put("backend", Tree.of(b)));
    topology.put(MODEL, plain(model));
    return Tree.object(topology);
  }

  public static KerasModel model(Tree topology, Map<String, TensorSource> weights) {
    List<WeightEntry> entries = new ArrayList<>();
    weights.forEach((name, data) -> entries.add(WeightEntry.of(name, data)));
    About about =
        new About(
            topology.path(VERSION).string().map(v -> "keras v" + v),
            Optional.empty(),
            Tree.MISSING);
    List<WeightGroup> groups = entries.isEmpty() ? List.of() : List.of(WeightGroup.of(entries));
    return new KerasModel(topology, groups, Tree.MISSING, about, Extras.NONE);
  }

  /// Refuses what is no model of layers, and weights that stand for others.
  ///
  /// @param place for messages
  public static void check(Tree model, String place) {
    if (!Topology.holdsLayers(model)) {
      throw new UnsupportedModelException(
          place
              + ": the model is of a class of its own, "
              + ModelException.quoted(model.path("class_name").string("without a name"))
              + ", whose layers are written in Python and not in the file; save it with"
              + " model.export(folder): that is a tf_saved_model");
    }
    for (Tree dtype : model.findAll("dtype")) {
      String policy = dtype.path("class_name").string("");
      if (policy.startsWith("Quantized") || policy.startsWith("Int4")) {
        throw new UnsupportedModelException(
            place
                + ": the model is quantised by Keras ("
                + ModelException.quoted(policy + " " + dtype.path("config").path("mode").string(""))
                + "), which is not read; save the model as it was before quantize()");
      }
    }
  }
}
