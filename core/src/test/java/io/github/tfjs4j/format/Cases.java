package io.github.tfjs4j.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

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
    throw new IllegalStateException("there is no conformance/cases/" + kind + " above " + Path.of("").toAbsolutePath());
  }

  /// Some cases have a golden only: their model is made elsewhere.
  private static List<Path> modelsIn(Path cases) {
    try (Stream<Path> all = Files.list(cases)) {
      return all.filter(p -> Files.exists(p.resolve("model.json"))).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
