package io.github.tfjs4j.formats.keras;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The conformance cases that Keras saved.
final class KerasCases {
  private static final Path CASES = Path.of("../conformance/cases");

  private KerasCases() {}

  /// The folders of a group.
  static List<Path> of(String group) {
    try (Stream<Path> all = Files.list(CASES.resolve(group))) {
      return all.filter(f -> Files.exists(f.resolve("golden.json"))).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// All models of a case: `.h5`, `.keras`, and what the original converter made of them.
  static List<Path> models(Path folder) {
    return Stream.of("model.h5", "model.keras", "tfjs", "tfjs_h5")
        .map(folder::resolve)
        .filter(Files::exists)
        .toList();
  }
}
