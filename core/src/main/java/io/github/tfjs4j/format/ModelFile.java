package io.github.tfjs4j.format;

import io.github.tfjs4j.FormatException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A file that should be a model, before anybody knows of which kind: all formats look at one
/// [ModelFile], so that its JSON is parsed once.
public final class ModelFile {
  private final Path path;
  private JsonNode json;

  private ModelFile(Path path) {
    this.path = path;
  }

  /// @param path the model's file under whatever name, or a folder with a `model.json`
  public static ModelFile of(Path path) {
    if (Files.isDirectory(path)) {
      Path inside = path.resolve("model.json");
      if (!Files.exists(inside)) {
        throw new FormatException(path + ": there is no model.json in this folder");
      }
      return regular(inside);
    }
    if (!Files.exists(path)) {
      throw new FormatException(path + ": there is no such file or folder");
    }
    return regular(path);
  }

  /// Whoever opened a pipe would wait for a writer that may never come.
  private static ModelFile regular(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new FormatException(path + ": this is no regular file; a model is read from files");
    }
    return new ModelFile(path);
  }

  public Path path() {
    return path;
  }

  /// The file's last name, with which messages begin.
  public String name() {
    return Json.nameOf(path);
  }

  /// The folder in which the weight files lie.
  public Path folder() {
    Path parent = path.toAbsolutePath().getParent();
    return parent == null ? path.toAbsolutePath() : parent;
  }

  /// The file as JSON, of any kind.
  JsonNode json() {
    if (json == null) {
      json = Json.read(path);
    }
    return json;
  }

  /// The file as a JSON object.
  ObjectNode object() {
    return switch (json()) {
      case ObjectNode object -> object;
      case JsonNode other when isManifest(other) ->
          throw error(
              "this is a weights manifest without a model: a JSON array of weight groups; the"
                  + " topology must come from the program that loads it");
      case JsonNode other -> throw error("expected a JSON object, found " + Json.show(other));
    };
  }

  private static boolean isManifest(JsonNode json) {
    return json.isArray() && json.path(0).has("weights");
  }

  /// `modelTopology`, or the whole object where it is itself a topology; missing where neither.
  JsonNode topology() {
    ObjectNode model = object();
    return model.has("modelTopology") || !looksLikeTopology(model)
        ? model.path("modelTopology")
        : model;
  }

  private static boolean looksLikeTopology(ObjectNode json) {
    return json.has("class_name") || json.has("model_config") || json.has("node");
  }

  FormatException error(String message) {
    return new FormatException(name() + ": " + message);
  }
}
