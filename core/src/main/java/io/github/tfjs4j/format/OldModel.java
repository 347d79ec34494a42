package io.github.tfjs4j.format;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.tree.Tree;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a folder holds before a model is written into it.
final class OldModel {
  private OldModel() {}

  /// The weight files of the `model.json` that is there: those that it names, and that look like
  /// weight files. None where it is no model.
  static List<Path> weightFiles(Path folder) {
    Path model = folder.resolve(OutputFolder.MODEL);
    if (!Files.isRegularFile(model)) {
      return List.of();
    }
    Tree json;
    try {
      json = Json.read(model);
    } catch (ModelException _) {
      return List.of();
    }
    List<Path> found = new ArrayList<>();
    for (Tree group : json.path("weightsManifest")) {
      for (Tree path : group.path("paths")) {
        String name = path.string("");
        name = name.startsWith("./") ? name.substring(2) : name;
        if (looksLikeWeights(name) && isFile(folder, name)) {
          found.add(folder.resolve(name));
        }
      }
    }
    return found;
  }

  private static boolean looksLikeWeights(String name) {
    return !name.contains("/")
        && !name.contains("\\")
        && (name.endsWith(".bin") || name.matches("group\\d+-shard\\d+of\\d+"));
  }

  private static boolean isFile(Path folder, String name) {
    try {
      Path file = folder.resolve(name);
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.isSymbolicLink(file);
    } catch (InvalidPathException _) {
      return false;
    }
  }
}
