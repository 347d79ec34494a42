package io.github.tfjs4j.format;

import io.github.tfjs4j.format.graphdef.FunctionDef;
import io.github.tfjs4j.format.graphdef.GraphDef;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.tensor.TensorSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A graph of TensorFlow ops with its constants; inputs and outputs of the graph are the signature.
///
/// @param graph the main graph
/// @param functions the library as the file has it, for ops that we do not know and that name a
///   function in it; all other functions are in the graph
/// @param initializer what fills hash tables before the first call; empty where there is none
/// @param otherWeights the constants of the library and of the initializer
/// @param asRead where the file says it in other words than the graph
/// @param extras what else the format that read it knows
/// @param warnings what a user should know of what was read, each a sentence
public record TensorFlowModel(
    Graph graph,
    List<FunctionDef> functions,
    Optional<Initializer> initializer,
    List<WeightEntry> otherWeights,
    Optional<AsRead> asRead,
    About about,
    Extras extras,
    List<String> warnings)
    implements StoredModel {
  public TensorFlowModel {
    functions = List.copyOf(functions);
    otherWeights = List.copyOf(otherWeights);
    warnings = List.copyOf(warnings);
  }

  /// One of which there is nothing to warn.
  public TensorFlowModel(
      Graph graph,
      List<FunctionDef> functions,
      Optional<Initializer> initializer,
      List<WeightEntry> otherWeights,
      Optional<AsRead> asRead,
      About about,
      Extras extras) {
    this(graph, functions, initializer, otherWeights, asRead, about, extras, List.of());
  }

  /// @param graph empty where it holds what cannot be read yet
  /// @param captured the inputs of the main graph that are tables, each with the output of this one
  ///   that it is
  public record Initializer(GraphDef def, Optional<Graph> graph, Map<String, String> captured) {
    public Initializer {
      captured = Map.copyOf(captured);
    }
  }

  /// Says that a file has words that its graph has not: control flow of TensorFlow 1, which has
  /// been raised, and the names in its functions. As long as the graph is this very one, the format
  /// that read it writes it back in the file's words, which are among the extras.
  ///
  /// @param weights all weights, in the order of the file
  /// @param nodes how many nodes the file has, those of its library included
  public record AsRead(Graph graph, List<WeightEntry> weights, int nodes) {
    public AsRead {
      weights = List.copyOf(weights);
    }
  }

  @Override
  public Stream<TensorSource> values() {
    Stream<TensorSource> own = graph.nodes().stream().flatMap(n -> n.op().constant().stream());
    return asRead.isPresent()
        ? asRead.get().weights().stream().map(WeightEntry::data)
        : Stream.concat(own, otherWeights.stream().map(WeightEntry::data));
  }

  /// A model that comes from no file.
  public static TensorFlowModel of(Graph graph) {
    return new TensorFlowModel(
        graph,
        List.of(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        About.NOTHING,
        Extras.NONE);
  }

  /// The same with another graph, of the same signature.
  public TensorFlowModel withGraph(Graph other) {
    return new TensorFlowModel(
        other,
        functions,
        initializer,
        otherWeights,
        asRead.filter(a -> a.graph() == other),
        about,
        extras,
        warnings);
  }

  public TensorFlowModel withAbout(About other) {
    return new TensorFlowModel(
        graph, functions, initializer, otherWeights, asRead, other, extras, warnings);
  }

  public TensorFlowModel withWarnings(List<String> sentences) {
    return new TensorFlowModel(
        graph, functions, initializer, otherWeights, asRead, about, extras, sentences);
  }
}
