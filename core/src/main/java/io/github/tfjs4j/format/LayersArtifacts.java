package io.github.tfjs4j.format;

import io.github.tfjs4j.tree.Tree;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// A LayersModel as its files say it, nothing interpreted.
///
/// @param source the `model.json`
/// @param json the whole `model.json`, word for word
/// @param topology the part of it that describes the layers, in either envelope
/// @param weights the groups of the weights manifest
public record LayersArtifacts(
    Path source, ObjectNode json, Tree topology, List<WeightGroup> weights) {
  public LayersArtifacts {
    weights = List.copyOf(weights);
  }

  /// All weights, optimizer weights included.
  public Stream<WeightEntry> entries() {
    return weights.stream().flatMap(g -> g.entries().stream());
  }

  /// The program that made the model, as the file says.
  public Optional<String> generatedBy() {
    return text("generatedBy");
  }

  /// The program that converted it to this format, as the file says.
  public Optional<String> convertedBy() {
    return text("convertedBy");
  }

  private Optional<String> text(String key) {
    return json.path(key).stringValueOpt();
  }

  /// What the model's maker added.
  public Optional<Tree> userDefinedMetadata() {
    return Optional.of(Trees.of(json.path("userDefinedMetadata"))).filter(Tree::isObject);
  }
}
