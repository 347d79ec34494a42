package io.github.tfjs4j.formats.keras;

import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.format.Format;
import io.github.tfjs4j.format.Json;
import io.github.tfjs4j.format.KerasModel;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.keras.WeightLayout;
import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tree.Tree;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The `.keras` archive, packed or as a folder: `config.json`, `metadata.json` and
/// `model.weights.h5`.
public final class KerasArchiveFormat implements Format<KerasModel> {
  private static final String CONFIG = "config.json";
  private static final String METADATA = "metadata.json";
  private static final String WEIGHTS = "model.weights.h5";

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

  @Override
  public boolean writes() {
    return false;
  }
}
