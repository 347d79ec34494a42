package io.github.tfjs4j.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The conformance cases of the repository, found by walking up from the working directory.
final class Cases {
  private Cases() {}

  /// The folders with a model of `kind` (`layers`), sorted.
  static List<Path> of(String kind) {
    for (Path p = Path.of("").toAbsolutePath(); p != null; p = p.getParent()) {
      Path cases = p.resolve("conformance/cases").resolve(kind);
      if (Files.isDirectory(cases)) {
        return modelsIn(cases);
      }
    }
    throw new IllegalStateException(
        "there is no conformance/cases/" + kind + " above " + Path.of("").toAbsolutePath());
  }

  /// A few large models have no weights in the repository: a script makes them.
  private static List<Path> modelsIn(Path cases) {
    try (Stream<Path> all = Files.list(cases)) {
      List<Path> models = all.filter(Cases::isWhole).sorted().toList();
      if (models.size() < 150) {
        throw new IllegalStateException("there are only " + models.size() + " models in " + cases);
      }
      return models;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isWhole(Path folder) {
    Path model = folder.resolve("model.json");
    if (!Files.exists(model)) {
      return false;
    }
    for (JsonNode group : Folder.json(model).path("weightsManifest")) {
      for (JsonNode path : group.path("paths")) {
        if (!Files.exists(folder.resolve(path.stringValue()))) {
          return false;
        }
      }
    }
    return true;
  }
}
