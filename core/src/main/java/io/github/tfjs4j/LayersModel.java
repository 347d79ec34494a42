package io.github.tfjs4j;

import io.github.tfjs4j.exec.Profile;
import io.github.tfjs4j.exec.RunLimits;
import io.github.tfjs4j.format.About;
import io.github.tfjs4j.format.Formats;
import io.github.tfjs4j.format.KerasModel;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/// Keras layers with their weights, ready to run:
///
///     LayersModel model = LayersModel.load(Path.of("my/layers-model"));
///     System.out.println(model.summary());
public final class LayersModel implements InferenceModel {
  private final RunnableModel model;
  private final About about;
  private final Semantics semantics;
  private final Supplier<LayersSummary> summary;
  private final LayerResults results;

  private LayersModel(
      RunnableModel model,
      About about,
      Semantics semantics,
      Supplier<LayersSummary> summary,
      LayerResults results) {
    this.model = model;
    this.about = about;
    this.semantics = semantics;
    this.summary = summary;
    this.results = results;
  }

  /// @param path a folder, a file of the model, or a zip archive
  public static LayersModel load(Path path) {
    return load(Source.of(path), ReadOptions.DEFAULT);
  }

  /// From wherever the files are.
  ///
  /// @throws ModelException where the model cannot be read, has no layers, or some that are not
  ///   known
  public static LayersModel load(Source source, ReadOptions options) {
    return switch (Formats.of(source).read(source, options.selection())) {
      case KerasModel model -> of(source, model, options);
      default ->
          throw new UnsupportedModelException(
              source + ": this is a frozen graph, which has no layers: GraphModel.load reads it");
    };
  }

  /// Weights are decoded here and once: what happens to the files afterwards changes nothing.
  static LayersModel of(Source source, KerasModel stored, ReadOptions options) {
    KerasModel model = decoded(source, stored);
    LayersGraph graph = LayersGraph.of(source, model, options);
    return new LayersModel(
        new RunnableModel(graph.frozen(), OptionalInt.empty()),
        model.about(),
        graph.semantics(),
        () -> LayersSummary.of(model, options, false),
        new LayerResults(source, model, options));
  }

  private static KerasModel decoded(Source source, KerasModel model) {
    try {
      return model.decoded();
    } catch (ModelException e) {
      throw e.at(source.toString());
    }
  }

  RunnableModel running() {
    return model;
  }

  /// The layers, in the order of their first call.
  public List<LayersSummary.Row> layers() {
    return summary().rows();
  }

  /// What Keras' `summary()` shows, which is its text.
  public LayersSummary summary() {
    return summary.get();
  }

  /// Whose numbers the model computes, where TF.js and Keras differ.
  public Semantics semantics() {
    return semantics;
  }

  @Override
  public About about() {
    return about;
  }

  @Override
  public LayersModel withLimits(RunLimits limits) {
    return new LayersModel(model.withLimits(limits), about, semantics, summary, results);
  }

  @Override
  public LayersModel withThreads(int threads) {
    return new LayersModel(model.withThreads(threads), about, semantics, summary, results);
  }

  /// For layers, the first call makes a model that has them as its outputs.
  @Override
  public List<Tensor> execute(Map<String, Tensor> inputs, List<String> wanted) {
    if (areOutputs(wanted)) {
      Map<String, Tensor> all = predict(inputs);
      return wanted.stream().map(all::get).toList();
    }
    return List.copyOf(giving(wanted).run(inputs, Map.of()).outputs().values());
  }

  @Override
  public Profile profile(Map<String, Tensor> inputs, List<String> wanted) {
    return areOutputs(wanted) ? profile(inputs) : giving(wanted).profile(inputs, Optional.empty());
  }

  private boolean areOutputs(List<String> wanted) {
    return outputs().keySet().containsAll(wanted);
  }

  private RunnableModel giving(List<String> wanted) {
    return results.model(wanted, model.threads()).withLimits(model.limits());
  }
}
