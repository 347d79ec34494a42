package io.github.tfjs4j;

import io.github.tfjs4j.exec.Profile;
import io.github.tfjs4j.exec.Resources;
import io.github.tfjs4j.exec.RunLimits;
import io.github.tfjs4j.format.About;
import io.github.tfjs4j.format.Formats;
import io.github.tfjs4j.format.Selection;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.format.TensorFlowModel;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tree.Tree;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// A graph of TensorFlow ops with its weights, ready to run:
///
///     GraphModel model = GraphModel.load(Path.of("my/graph-model"));
///     Tensor scores = model.predict(Tensor.of(pixels, 1, 224, 224, 3));
public final class GraphModel implements InferenceModel {
  /// The key in the metadata of the longest sequence that the model takes.
  static final String MAX_TIME_STEPS = "maxTimeSteps";

  private final RunnableModel model;
  private final About about;

  private GraphModel(RunnableModel model, About about) {
    this.model = model;
    this.about = about;
  }

  /// @param path a folder, a file of the model, or a zip archive
  public static GraphModel load(Path path) {
    return load(Source.of(path));
  }

  /// From wherever the files are.
  ///
  /// @throws ModelException where the model cannot be read, or is no graph
  public static GraphModel load(Source source) {
    return load(source, Selection.DEFAULT);
  }

  /// As [#load(Source)], where the files hold more than one model.
  ///
  /// @param selection which of them: tags and signature of a SavedModel, outputs of a frozen graph
  public static GraphModel load(Source source, Selection selection) {
    return switch (Formats.of(source).read(source, selection)) {
      case TensorFlowModel model -> of(model);
      default ->
          throw new UnsupportedModelException(
              source + ": this is a model of layers: LayersModel.load reads it, or convert it");
    };
  }

  static GraphModel of(TensorFlowModel model) {
    Tree most = model.about().metadata().path(MAX_TIME_STEPS);
    OptionalInt steps =
        most.isInt() && most.intValue() > 0 ? OptionalInt.of(most.intValue()) : OptionalInt.empty();
    return new GraphModel(
        new RunnableModel(
            model.graph(), steps, Resources.of(model.initializer().map(GraphModel::initializer))),
        model.about());
  }

  private static Resources.Initializer initializer(TensorFlowModel.Initializer from) {
    return new Resources.Initializer(from.graph(), from.captured());
  }

  /// A graph that comes from no file.
  public static GraphModel of(Graph graph) {
    return of(TensorFlowModel.of(graph));
  }

  RunnableModel running() {
    return model;
  }

  /// What the model consists of.
  public Graph graph() {
    return model.graph();
  }

  @Override
  public About about() {
    return about;
  }

  @Override
  public GraphModel withLimits(RunLimits limits) {
    return new GraphModel(model.withLimits(limits), about);
  }

  @Override
  public GraphModel withThreads(int threads) {
    return new GraphModel(model.withThreads(threads), about);
  }

  @Override
  public List<Tensor> execute(Map<String, Tensor> inputs, List<String> wanted) {
    return model.values(inputs, wanted.stream().map(this::value).toList());
  }

  @Override
  public Profile profile(Map<String, Tensor> inputs, List<String> wanted) {
    return model.profile(inputs, Optional.of(wanted.stream().map(this::value).toList()));
  }

  private Value value(String name) {
    Value output = graph().outputs().get(name);
    if (output != null) {
      return output;
    }
    ResultName result = ResultName.of(name);
    Node found =
        graph().nodes().stream()
            .filter(n -> graph().name(n).equals(result.of()))
            .findFirst()
            .orElseThrow(() ->
                result.unknown(
                    "the graph has no node",
                    graph().outputs().keySet(),
                    graph().nodes().stream().map(graph()::name).toList()));
    if (result.index() >= found.types().size()) {
      throw result.beyond(found.op().name(), found.types().size());
    }
    return found.out(result.index());
  }
}
