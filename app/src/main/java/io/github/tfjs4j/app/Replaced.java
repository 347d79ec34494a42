package io.github.tfjs4j.app;

import io.github.tfjs4j.Converter;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.format.Formats;
import io.github.tfjs4j.format.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What a conversion replaces that somebody may miss: its own input, or a model of another kind, or
/// a `model.json` that is none. A model of the same kind is expected to go.
final class Replaced {
  private static final String MODEL = "model.json";

  /// @return a sentence without an end: what stands in the output folder, and what it becomes
  static Optional<String> by(Converter.Request request) {
    Path old = request.output().resolve(MODEL);
    if (!Files.exists(old)) {
      return Optional.empty();
    }
    String becomes = ", and becomes a " + request.pair().to().name();
    if (request.input().path().map(input -> isInput(input, old)).orElse(false)) {
      return Optional.of(request.output() + " is the input" + becomes);
    }
    String kind = kind(old);
    return kind.equals("a " + request.pair().to().name())
        ? Optional.empty()
        : Optional.of(request.output() + " holds " + kind + becomes);
  }

  private static boolean isInput(Path input, Path old) {
    Path model = Files.isDirectory(input) ? input.resolve(MODEL) : input;
    try {
      return Files.exists(model) && Files.isSameFile(model, old);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String kind(Path model) {
    try {
      return "a " + Formats.of(Source.of(model)).name();
    } catch (ModelException _) {
      return "a " + MODEL + " that is no model";
    }
  }

  private Replaced() {}
}
