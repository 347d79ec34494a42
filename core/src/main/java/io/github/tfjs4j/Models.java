package io.github.tfjs4j;

import io.github.tfjs4j.format.Formats;
import io.github.tfjs4j.format.KerasModel;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.format.TensorFlowModel;
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
    return open(Source.of(path), options);
  }

  /// The same from wherever the files are.
  public static RunnableModel open(Source source, ConvertOptions options) {
    return switch (Formats.of(source).read(source)) {
      case TensorFlowModel model -> {
        Tree most = model.about().metadata().path(MAX_TIME_STEPS);
        yield new RunnableModel(
            model.graph(),
            most.isInt() && most.intValue() > 0
                ? OptionalInt.of(most.intValue())
                : OptionalInt.empty());
      }
      case KerasModel model -> new RunnableModel(LayersGraph.of(source, model, options).frozen());
    };
  }
}
