package io.github.tfjs4j.formats.keras;

import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.format.KerasModel;
import io.github.tfjs4j.format.OutputFile;
import io.github.tfjs4j.format.WeightEntry;
import io.github.tfjs4j.format.Written;
import io.github.tfjs4j.keras.KerasModelConfig;
import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tree.Tree;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/// What writing Keras' files has in common: what cannot be written is said before anything is, and
/// a file is there as a whole or not at all.
final class KerasWriter {
  /// Layers that a message names.
  private static final int MOST_REFUSED = 20;

  private KerasWriter() {}

  /// A model in the words of a Keras.
  ///
  /// @param dialect of a topology, and of its weights by their names
  /// @throws UnsupportedModelException where that Keras has not all layers of the model
  static KerasModelConfig config(
      KerasModel model, BiFunction<Tree, Map<String, TensorSource>, KerasModelConfig> dialect) {
    Map<String, TensorSource> weights = new LinkedHashMap<>();
    model
        .entries()
        .filter(e -> !e.isOptimizer())
        .forEach((WeightEntry e) -> weights.put(e.name(), e.data()));
    KerasModelConfig config = dialect.apply(model.topology(), weights);
    List<String> refused = config.refused();
    if (!refused.isEmpty()) {
      List<String> shown = refused.subList(0, Math.min(MOST_REFUSED, refused.size()));
      throw new UnsupportedModelException(
          "Keras cannot have "
              + (refused.size() == 1 ? "1 layer" : refused.size() + " layers")
              + " of this model:\n"
              + String.join("\n", shown)
              + (shown.size() < refused.size() ? "\n..." : "")
              + "\n--output_format=tfjs_graph_model makes a GraphModel, which needs none of Keras'"
              + " layers.");
    }
    return config;
  }

  static Written write(
      Path file, List<TensorSource> weights, List<String> warnings, OutputFile.Content content) {
    OutputFile.write(file, content);
    long bytes = weights.stream().mapToLong(w -> w.shape().longSize() * Float.BYTES).sum();
    return new Written(bytes, 1, warnings);
  }
}
