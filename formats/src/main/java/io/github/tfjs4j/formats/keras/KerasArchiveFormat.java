package io.github.tfjs4j.formats.keras;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.format.Format;
import io.github.tfjs4j.format.Json;
import io.github.tfjs4j.format.KerasModel;
import io.github.tfjs4j.format.OutputFile;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.format.WriteOptions;
import io.github.tfjs4j.format.Written;
import io.github.tfjs4j.keras.Compiled;
import io.github.tfjs4j.keras.Keras3Dialect;
import io.github.tfjs4j.keras.KerasModelConfig;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.keras.WeightLayout;
import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tree.Tree;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// The `.keras` archive, packed or as a folder: `config.json`, `metadata.json` and
/// `model.weights.h5`.
public final class KerasArchiveFormat implements Format<KerasModel> {
  private static final String CONFIG = "config.json";
  private static final String METADATA = "metadata.json";
  private static final String WEIGHTS = "model.weights.h5";

  /// The version whose files we write.
  private static final String KERAS = "3.15.0";

  @Override
  public String name() {
    return "keras_keras";
  }

  @Override
  public String description() {
    return "a Keras archive";
  }

  @Override
  public Class<KerasModel> product() {
    return KerasModel.class;
  }

  @Override
  public Optional<Semantics> semantics() {
    return Optional.of(Semantics.KERAS3);
  }

  @Override
  public boolean recognises(Source source) {
    return source.main().isEmpty()
        && source.has(CONFIG)
        && (source.has(WEIGHTS) || source.has(METADATA));
  }

  @Override
  public KerasModel read(Source source) {
    Tree model = json(source, CONFIG);
    KerasFile.check(model, source.place(CONFIG));
    if (!source.has(WEIGHTS)) {
      throw new UnsupportedModelException(
          source
              + ": there is no "
              + WEIGHTS
              + " in it; other ways to store the weights are not read, save the model with"
              + " model.save('model.keras')");
    }
    Optional<String> version =
        source.has(METADATA)
            ? json(source, METADATA).path(KerasFile.VERSION).string()
            : Optional.empty();
    Tree topology =
        Vocabularies.given(KerasFile.topology(version, Optional.empty(), model), source);
    Map<String, TensorSource> stored =
        Hdf5Group.root(source.place(WEIGHTS), source.bytes(WEIGHTS)).tensors();
    Map<String, TensorSource> weights = new LinkedHashMap<>();
    WeightLayout.of(topology)
        .byPath(stored.keySet())
        .forEach((name, path) -> weights.put(name, stored.get(path)));
    return KerasFile.model(topology, weights);
  }

  private static Tree json(Source source, String file) {
    return Json.parse(source.bytes(file).toArray(), source.place(file));
  }

  /// As Keras 3 writes it.
  @Override
  public Written write(KerasModel model, Path output, WriteOptions options) {
    KerasModelConfig config = KerasWriter.config(model, Keras3Dialect::of);
    Tree spelled =
        Compiled.of(model.trainingConfig())
            .map(c -> config.model().with("compile_config", c.inArchive()))
            .orElse(config.model());
    Hdf5File weights = new Hdf5File();
    weights.root().group("vars");
    Iterator<TensorSource> values = config.weights().iterator();
    WeightLayout.of(config.model())
        .slots()
        .forEach(slot -> weights.root().data(slot.path(), values.next()));
    Tree metadata = Tree.object(Map.of(KerasFile.VERSION, Tree.of(KERAS)));
    return KerasWriter.write(
        output,
        config.weights(),
        List.of(),
        out -> {
          ZipOutputStream zip = new ZipOutputStream(out);
          zip.setLevel(Deflater.NO_COMPRESSION);
          add(METADATA, o -> o.write(Json.text(metadata).getBytes(UTF_8)), zip);
          add(CONFIG, o -> o.write(Json.text(spelled).getBytes(UTF_8)), zip);
          add(WEIGHTS, weights::writeTo, zip);
          zip.finish();
        });
  }

  /// All at one time, so that a model gives the same bytes whenever it is written.
  private static void add(String name, OutputFile.Content content, ZipOutputStream to)
      throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
    to.putNextEntry(entry);
    content.writeTo(to);
    to.closeEntry();
  }
}
