package io.github.tfjs4j;

import io.github.tfjs4j.format.Formats;
import io.github.tfjs4j.format.GraphArtifacts;
import io.github.tfjs4j.format.ModelFile;
import io.github.tfjs4j.format.ModelFormat;
import io.github.tfjs4j.format.TfjsGraphFormat;
import io.github.tfjs4j.format.TfjsLayersFormat;
import io.github.tfjs4j.tree.Tree;
import java.nio.file.Path;
import java.util.OptionalInt;

/// Opens models of either kind for running.
public final class Models {
  /// The key in `userDefinedMetadata` of the longest sequence that a GraphModel takes.
  static final String MAX_TIME_STEPS = "maxTimeSteps";

  private Models() {}

  /// A LayersModel is lowered, and not optimised; a GraphModel runs as it is written.
  ///
  /// @param path a folder with a `model.json`, or that file
  /// @param options what says how the model is read: input shapes, semantics, custom layers
  public static RunnableModel open(Path path, ConvertOptions options) {
    ModelFile file = ModelFile.of(path);
    ModelFormat<?> format = Formats.of(file);
    return switch (format) {
      case TfjsGraphFormat graph -> {
        GraphArtifacts model = graph.read(file);
        int most =
            model
                .userDefinedMetadata()
                .map(m -> m.path(MAX_TIME_STEPS))
                .filter(Tree::isInt)
                .map(Tree::intValue)
                .orElse(0);
        yield new RunnableModel(
            model.graph(), most > 0 ? OptionalInt.of(most) : OptionalInt.empty());
      }
      case TfjsLayersFormat layers ->
          new RunnableModel(LayersGraph.of(layers.read(file), options).frozen());
      default ->
          throw new UnsupportedModelException(
              path + ": models of format " + format.name() + " do not run yet");
    };
  }
}
