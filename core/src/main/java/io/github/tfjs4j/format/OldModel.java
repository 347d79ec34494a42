package io.github.tfjs4j.format;

import io.github.tfjs4j.ModelException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What a folder holds before a model is written into it.
final class OldModel {
  private OldModel() {}

  /// The weight files of the `model.json` that is there: those that it names, and that look like
  /// weight files.
  static List<Path> weightFiles(Path folder) {
    Path model = folder.resolve(OutputFolder.MODEL);
    return Files.isRegularFile(model)
        ? named(model).stream()
            .filter(OldModel::looksLikeWeights)
            .map(folder::resolve)
            .filter(OldModel::isFile)
            .toList()
        : List.of();
  }

  private static boolean looksLikeWeights(String name) {
    return !name.contains("/")
        && !name.contains("\\")
        && (name.endsWith(".bin") || name.matches("group\\d+-shard\\d+of\\d+"));
  }

  private static boolean isFile(Path file) {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.isSymbolicLink(file);
  }

  /// Fails where the file `name`, which the old `model.json` does not name, belongs to another
  /// model in the same folder: to overwrite it would spoil that model.
  static void refuseForeign(Path folder, String name) {
    if (!Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
      for (Path file : files) {
        if (!file.endsWith(OutputFolder.MODEL)
            && Files.isRegularFile(file)
            && named(file).contains(name)) {
          throw new ModelException(
              "cannot write "
                  + folder.resolve(name)
                  + ": "
                  + file.getFileName()
                  + " in the same folder needs the file that is"
                  + " there; choose another folder");
        }
      }
    } catch (IOException e) {
      throw OutputFolder.cannot("look into", folder, e);
    }
  }

  /// The files that a manifest names; none where the file is no model.
  private static List<String> named(Path model) {
    JsonNode json;
    try {
      json = Json.read(model);
    } catch (ModelException _) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    for (JsonNode group : json.isArray() ? json : json.path("weightsManifest")) {
      for (JsonNode path : group.path("paths")) {
        String name = path.asString("");
        names.add(name.startsWith("./") ? name.substring(2) : name);
      }
    }
    return names;
  }
}
