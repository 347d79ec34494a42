package io.github.tfjs4j.format;

import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.tree.Tree;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A GraphModel: its graph, and all that its file says besides.
///
/// @param graph the main graph
/// @param json `model.json` without the main graph's nodes and without the weights manifest, both
///   of which the graph replaces: format, makers, signature, function library, versions,
///   `userDefinedMetadata`, `modelInitializer`, `initializerSignature` and whatever else there is,
///   word for word
/// @param initializer `modelInitializer`, which fills hash tables, as a graph
/// @param otherWeights the constants of functions and of the initializer
/// @param asRead the graph in the file's words, where it has others
public record GraphArtifacts(
    Graph graph,
    ObjectNode json,
    Optional<Graph> initializer,
    List<WeightEntry> otherWeights,
    Optional<AsRead> asRead) {
  public GraphArtifacts {
    otherWeights = List.copyOf(otherWeights);
  }

  /// A model that comes from no GraphModel file.
  public static GraphArtifacts of(Graph graph) {
    return new GraphArtifacts(
        graph, Json.NODES.objectNode(), Optional.empty(), List.of(), Optional.empty());
  }

  /// The same with another graph, of the same signature.
  public GraphArtifacts withGraph(Graph other) {
    return new GraphArtifacts(
        other, json, initializer, otherWeights, asRead.filter(a -> a.graph() == other));
  }

  /// The program that made the model, as the file says.
  public Optional<String> generatedBy() {
    return json.path("generatedBy").stringValueOpt();
  }

  /// The program that converted it to this format, as the file says.
  public Optional<String> convertedBy() {
    return json.path("convertedBy").stringValueOpt();
  }

  /// What the model's maker added.
  public Optional<Tree> userDefinedMetadata() {
    return Optional.of(Trees.of(json.path("userDefinedMetadata"))).filter(Tree::isObject);
  }

  public GraphArtifacts withGeneratedBy(String program) {
    return with("generatedBy", Json.NODES.stringNode(program));
  }

  public GraphArtifacts withUserDefinedMetadata(Tree metadata) {
    return with("userDefinedMetadata", Trees.json(metadata));
  }

  private GraphArtifacts with(String key, JsonNode value) {
    ObjectNode copy = json.deepCopy();
    copy.set(key, value);
    return new GraphArtifacts(graph, copy, initializer, otherWeights, asRead);
  }
}
