package io.github.tfjs4j.formats.keras;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.format.Format;
import io.github.tfjs4j.format.Json;
import io.github.tfjs4j.format.KerasModel;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.format.WriteOptions;
import io.github.tfjs4j.format.Written;
import io.github.tfjs4j.keras.Compiled;
import io.github.tfjs4j.keras.Keras2Dialect;
import io.github.tfjs4j.keras.KerasModelConfig;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.keras.WeightLayout;
import io.github.tfjs4j.keras.WeightLayout.Owner;
import io.github.tfjs4j.keras.WeightLayout.Slot;
import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tree.Tree;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The HDF5 file of a whole model, `.h5` or `.hdf5`, as every Keras writes it.
public final class KerasHdf5Format implements Format<KerasModel> {
  private static final long SIGNATURE = 0x894844460d0a1a0aL;
  private static final String TRAINING = "training_config";
  private static final String WEIGHTS = "model_weights";

  /// The version whose files we write.
  private static final String KERAS = "2.19.0";

  @Override
  public String name() {
    return "keras";
  }

  @Override
  public String description() {
    return "a Keras HDF5 file";
  }

  @Override
  public Class<KerasModel> product() {
    return KerasModel.class;
  }

  @Override
  public Optional<Semantics> semantics() {
    return Optional.of(Semantics.KERAS2);
  }

  @Override
  public boolean recognises(Source source) {
    byte[] start = source.start(Long.BYTES);
    return start.length == Long.BYTES && ByteBuffer.wrap(start).getLong() == SIGNATURE;
  }

  @Override
  public KerasModel read(Source source) {
    String file =
        source
            .main()
            .orElseThrow(
                () -> new FormatException(source + ": this is a folder; give the HDF5 file in it"));
    Hdf5Group root = Hdf5Group.root(source.toString(), source.bytes(file));
    Tree found =
        root.text(KerasFile.MODEL)
            .map(text -> Json.parse(text, source + ": " + KerasFile.MODEL))
            .orElseThrow(() -> noModel(root, source));
    KerasFile.check(found, source.toString());
    Optional<Hdf5Group> weights = root.group(WEIGHTS);
    Optional<String> version =
        root.text(KerasFile.VERSION).or(() -> weights.flatMap(w -> w.text(KerasFile.VERSION)));
    Optional<String> backend = root.text("backend");
    boolean keras1 = Keras1Config.is(version, found);
    Tree model = keras1 ? Keras1Config.translated(found) : found;
    Tree topology = KerasFile.topology(version, backend, model);
    LegacyWeights legacy =
        new LegacyWeights(keras1, backend.filter(b -> b.equals("theano")).isPresent());
    Optional<Tree> training =
        root.text(TRAINING).map(text -> Json.parse(text, source + ": " + TRAINING));
    return KerasFile.model(
        training.map(t -> topology.with(TRAINING, t)).orElse(topology),
        new Hdf5Weights(source.toString(), WeightLayout.of(topology), legacy)
            .read(weights.orElse(root)));
  }

  private static RuntimeException noModel(Hdf5Group root, Source source) {
    boolean weightsOnly =
        root.texts("layer_names").isPresent()
            || Stream.of("layers", "_layer_checkpoint_dependencies", "vars")
                .anyMatch(g -> root.group(g).isPresent());
    return weightsOnly
        ? new UnsupportedModelException(
            source
                + ": this file holds weights only, and not the model that they belong to; save the"
                + " whole model with model.save('model.h5') or model.save('model.keras')")
        : new FormatException(
            source
                + ": this is an HDF5 file, but no Keras model: it has no attribute "
                + KerasFile.MODEL);
  }

  /// As Keras 2 writes it, in words that Keras 3 knows, too.
  @Override
  public Written write(KerasModel model, Path output, WriteOptions options) {
    KerasModelConfig config = KerasWriter.config(model, Keras2Dialect::of);
    Hdf5File file = new Hdf5File();
    file.root().attribute(KerasFile.MODEL, Json.text(config.model()));
    Compiled.of(model.trainingConfig())
        .ifPresent(c -> file.root().attribute(TRAINING, Json.text(c.inHdf5())));
    Hdf5File.Group weights = file.root().group(WEIGHTS);
    for (Hdf5File.Group group : List.of(file.root(), weights)) {
      group.attribute(KerasFile.VERSION, KERAS);
      group.attribute("backend", "tensorflow");
    }
    Iterator<TensorSource> values = config.weights().iterator();
    List<Owner> layers = WeightLayout.of(config.model()).owners();
    weights.attribute("layer_names", layers.stream().map(Owner::layer).toList());
    for (Owner layer : layers) {
      Map<Slot, TensorSource> byslot = new IdentityHashMap<>();
      layer.slots().forEach(slot -> byslot.put(slot, values.next()));
      Hdf5File.Group group = weights.group(layer.layer());
      List<String> names = new ArrayList<>();
      for (Slot slot : layer.inFileOrder()) {
        names.add(free(slot.name(), group));
        group.data(names.getLast(), byslot.get(slot));
      }
      group.attribute("weight_names", names);
    }
    return KerasWriter.write(output, config.weights(), warnings(config.model()), file::writeTo);
  }

  private static List<String> warnings(Tree model) {
    boolean differs =
        Stream.of("activation", "recurrent_activation")
            .anyMatch(key -> model.findAll(key).contains(Tree.of("hard_sigmoid")));
    return differs
        ? List.of(
            "Keras 3 computes hard_sigmoid otherwise than TF.js and Keras 2: for Keras 3 write"
                + " keras_keras, a .keras file, which gives the numbers there")
        : List.of();
  }

  /// As Keras 2 calls its weights. Names do not matter, but must differ.
  private static String free(String name, Hdf5File.Group group) {
    String free = name + ":0";
    for (int i = 1; group.has(free); i++) {
      free = name + "_" + i + ":0";
    }
    return free;
  }
}
