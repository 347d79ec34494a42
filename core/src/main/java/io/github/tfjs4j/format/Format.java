package io.github.tfjs4j.format;

import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.keras.Semantics;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A way in which models are kept in files. Formats beside those of [Formats] are found as
/// services: a provider of this interface, with a public constructor without parameters.
///
/// @param <M> what it reads and writes
public interface Format<M extends StoredModel> {
  /// As the command line spells it, `tfjs_graph_model`.
  String name();

  /// What a model of this format is called, `a GraphModel of TensorFlow.js`.
  String description();

  /// The kind of model that the files hold.
  Class<M> product();

  /// Whether `source` is of this format, by its content and not by its name.
  ///
  /// @throws io.github.tfjs4j.FormatException where it is in such a state that this cannot be said
  boolean recognises(Source source);

  /// Whether models can be read.
  default boolean reads() {
    return true;
  }

  /// Whether models can be written.
  default boolean writes() {
    return true;
  }

  /// Whose numbers the layers in its files mean, whoever made them; empty where the files say so
  /// themselves, or hold no layers.
  default Optional<Semantics> semantics() {
    return Optional.empty();
  }

  /// What to do with a model where this format is not read or not written; empty where there is
  /// nothing to say.
  default String wayOut() {
    return "";
  }

  /// Reads a model. Weights may be read later, when somebody asks for their bytes: until the model
  /// is written or forgotten its files must stay as they are.
  ///
  /// @throws io.github.tfjs4j.FormatException where the source is not what the format promises, or
  ///   its weight files change before they are read
  M read(Source source);

  /// As [#read(Source)], where files hold more than one model.
  ///
  /// @param selection which of them; most formats have but one
  default M read(Source source, Selection selection) {
    return read(source);
  }

  /// Whether the files hold layers, be it beside a graph that is the format's product.
  default boolean holdsLayers() {
    return product() == KerasModel.class;
  }

  /// The layers.
  ///
  /// @throws io.github.tfjs4j.FormatException where the source is not what the format promises
  default KerasModel readLayers(Source source) {
    if (read(source) instanceof KerasModel layers) {
      return layers;
    }
    throw new UnsupportedModelException(source + ": " + description() + " has no layers");
  }

  /// The models that the files hold, where a [Selection] can name them; none where there is but
  /// one.
  ///
  /// @throws io.github.tfjs4j.FormatException where the source is not what the format promises
  default List<Choice> choices(Source source) {
    return List.of();
  }

  /// Writes a model: either all of it or, after any failure, nothing.
  ///
  /// @param output the folder or file, as the format has it
  /// @throws io.github.tfjs4j.ModelException where the model cannot be held by this format or the
  ///   output not be written
  default Written write(M model, Path output, WriteOptions options) {
    throw new UnsupportedModelException(
        output
            + ": "
            + description()
            + " ("
            + name()
            + ") is not written yet; written are "
            + Formats.names(Format::writes));
  }
}
