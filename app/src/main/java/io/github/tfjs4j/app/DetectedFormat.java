package io.github.tfjs4j.app;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.format.Formats;
import io.github.tfjs4j.format.ModelFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/// Finds out which format a model has, by what lies at its path.
final class DetectedFormat {
  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
  private static final byte[] ZIP = {'P', 'K', 3, 4};

  /// The name of the format, `tfjs_layers_model`.
  ///
  /// @param path of the model: a file, a folder, or a module's URL
  /// @throws ModelException where there is no model that we know
  static String of(String path) {
    return path.toLowerCase(Locale.ROOT).matches("https?://.*") ? "tf_hub" : of(Path.of(path));
  }

  private static String of(Path path) {
    if (Files.isDirectory(path)) {
      return ofFolder(path);
    }
    if (!Files.exists(path)) {
      throw new ModelException(path + ": there is no such file or folder");
    }
    if (!Files.isRegularFile(path)) {
      return ofJson(path);
    }
    byte[] start = start(path);
    if (Arrays.equals(start, HDF5)) {
      return "keras";
    }
    if (Arrays.mismatch(start, ZIP) == ZIP.length) {
      return "keras_keras";
    }
    if (path.toString().endsWith(".pb")) {
      return path.endsWith("saved_model.pb") ? "tf_saved_model" : "tf_frozen_model";
    }
    return ofJson(path);
  }

  private static String ofFolder(Path folder) {
    if (!Files.exists(folder.resolve("model.json"))
        && Files.exists(folder.resolve("saved_model.pb"))) {
      return Files.exists(folder.resolve("keras_metadata.pb"))
          ? "keras_saved_model"
          : "tf_saved_model";
    }
    return ofJson(folder);
  }

  private static String ofJson(Path path) {
    return Formats.of(ModelFile.of(path)).name();
  }

  private static byte[] start(Path path) {
    try (var in = Files.newInputStream(path)) {
      return in.readNBytes(HDF5.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private DetectedFormat() {}
}
