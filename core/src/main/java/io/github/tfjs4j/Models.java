package io.github.tfjs4j;

import io.github.tfjs4j.format.Formats;
import io.github.tfjs4j.format.ModelFile;
import io.github.tfjs4j.format.ModelFormat;
import io.github.tfjs4j.format.TfjsGraphFormat;
import io.github.tfjs4j.format.TfjsLayersFormat;
import java.nio.file.Path;

/// Opens models of either kind for running.
public final class Models {
  private Models() {}

  /// A LayersModel is lowered, and not optimised; a GraphModel runs as it is written.
  ///
  /// @param path a folder with a `model.json`, or that file
  /// @param options what says how the model is read: input shapes, semantics, custom layers
  public static RunnableModel open(Path path, ConvertOptions options) {
    ModelFile file = ModelFile.of(path);
    ModelFormat<?> format = Formats.of(file);
    return switch (format) {
      case TfjsGraphFormat graph -> new RunnableModel(graph.read(file).graph());
      case TfjsLayersFormat layers ->
          new RunnableModel(LayersGraph.of(layers.read(file), options).frozen());
      default ->
          throw new UnsupportedModelException(
              path + ": models of format " + format.name() + " do not run yet");
    };
  }
}
