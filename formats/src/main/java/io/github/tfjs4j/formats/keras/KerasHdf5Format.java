package io.github.tfjs4j.formats.keras;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.format.Format;
import io.github.tfjs4j.format.Json;
import io.github.tfjs4j.format.KerasModel;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.keras.WeightLayout;
import io.github.tfjs4j.tree.Tree;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.stream.Stream;

/// The HDF5 file of a whole model, `.h5` or `.hdf5`, as every Keras writes it.
public final class KerasHdf5Format implements Format<KerasModel> {
  private static final long SIGNATURE = 0x894844460d0a1a0aL;
  private static final String TRAINING = "training_config";
  private static final String WEIGHTS = "model_weights";

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

  @Override
  public boolean writes() {
    return false;
  }
}
