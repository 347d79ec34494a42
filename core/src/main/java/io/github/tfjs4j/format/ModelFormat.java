package io.github.tfjs4j.format;

import java.nio.file.Path;

/// A way in which models are kept in files.
///
/// @param <M> what a model of this format is in memory
public interface ModelFormat<M> {
  /// As the command line spells it, `tfjs_graph_model`.
  String name();

  /// Whether the content of `file`, not its name, is of this format.
  boolean recognises(ModelFile file);

  /// Reads a model. Weights are read when they are asked for: their files must stay as they are
  /// until the model is written or forgotten, or asking for them fails.
  ///
  /// @throws io.github.tfjs4j.FormatException where the file is not what the format promises
  M read(ModelFile file);

  /// Writes `model.json` and weight files into `folder`: either all of it or, after any failure,
  /// nothing.
  ///
  /// @throws io.github.tfjs4j.ModelException where the model cannot be held by this format or the
  ///   folder not be written
  Written write(M model, Path folder, WriteOptions options);
}
