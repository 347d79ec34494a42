package io.github.tfjs4j.app;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.format.Download;
import io.github.tfjs4j.format.Format;
import io.github.tfjs4j.format.Formats;
import io.github.tfjs4j.format.Source;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// Where the wizard is told that the model is: what is there, and what is wrong with it.
final class WizardPath {
  private WizardPath() {}

  /// The format of what is there; a URL is that of a module of TensorFlow Hub.
  static Optional<Format<?>> format(String typed) {
    if (Download.isUrl(typed)) {
      return Formats.named("tf_hub");
    }
    try {
      return Optional.of(Formats.of(Source.of(typed)));
    } catch (ModelException | InvalidPathException _) {
      return Optional.empty();
    }
  }

  /// Why `typed` is no model of `format`, in the words of the original wizard where it has some.
  static Optional<String> problem(String typed, Format<?> format) {
    String name = format.name();
    if (Download.isUrl(typed)) {
      return name.equals("tf_hub")
          ? Optional.empty()
          : Optional.of("The path provided is not " + format.description() + ": " + typed);
    }
    Path path;
    try {
      path = Path.of(typed);
    } catch (InvalidPathException e) {
      return Optional.of(Exit.message(e));
    }
    if (!Files.exists(path)) {
      return Optional.of(
          (name.equals("tf_hub")
                  ? "This is not an valid URL for TFHub module: "
                  : "Nonexistent path for the model: ")
              + typed);
    }
    try {
      return format.recognises(Source.of(path))
          ? Optional.empty()
          : Optional.of(unlike(format, path) + typed);
    } catch (ModelException e) {
      return Optional.of(e.getMessage());
    }
  }

  private static String unlike(Format<?> format, Path path) {
    boolean isFolder = Files.isDirectory(path);
    return switch (format.name()) {
      case "keras_saved_model", "tf_saved_model" -> {
        if (WizardPath.format(path.toString())
            .map(f -> f.name().equals("tf_saved_model"))
            .orElse(false)) {
          yield "This is a saved model but not a keras saved model: ";
        }
        yield isFolder
            ? "Did not find a .pb file inside the directory: "
            : "The path provided is not a directory or pb file: ";
      }
      case "tfjs_layers_model" ->
          isFolder
              ? "Did not find the model.json file inside the directory: "
              : "The path provided is not a directory or json file: ";
      case "keras" -> "The path provided is not a keras model file: ";
      default -> "The path provided is not " + format.description() + ": ";
    };
  }
}
