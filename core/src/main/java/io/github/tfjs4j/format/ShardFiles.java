package io.github.tfjs4j.format;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.tensor.Bytes;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The weight files of a model, found beside its `model.json` and nowhere else. Each is there for
/// one place in the manifest: whoever names a file twice has made a mistake, or wants us to take
/// memory that no file pays for.
final class ShardFiles {
  private final ModelJson model;

  /// The files that have been named, each by what its source knows it by.
  private final Set<Object> named = new HashSet<>();

  ShardFiles(ModelJson model) {
    this.model = model;
  }

  /// The bytes of all files of `paths`, one after another.
  ///
  /// @param where the group, for messages
  Bytes read(Tree paths, String where) {
    if (!paths.isList()) {
      throw model.error(where + ".paths should be a list of file names, found " + Json.show(paths));
    }
    List<Bytes> parts = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Tree path : paths) {
      if (!path.isString()) {
        throw model.error(
            where + ".paths should be a list of file names, but holds " + Json.show(path));
      }
      String name = path.stringValue();
      check(name, where);
      try {
        if (model.source().has(name)) {
          parts.add(read(name));
        } else {
          missing.add(ModelException.quoted(name));
        }
      } catch (FormatException e) {
        throw e.at(where + ".paths: '" + ModelException.quoted(name) + "'").at(model.name());
      }
    }
    if (!missing.isEmpty()) {
      throw model.error(
          where
              + " promises "
              + count(paths.size(), "shard")
              + ", "
              + some(missing)
              + (missing.size() == 1 ? " is missing beside it" : " are missing beside it"));
    }
    return parts.size() == 1 ? parts.getFirst() : Bytes.concat(parts);
  }

  private Bytes read(String name) {
    if (!named.add(model.source().identity(name))) {
      throw new FormatException(
          "the file is named a second time; each belongs in one place of the manifest");
    }
    return model.source().bytes(name);
  }

  private static String some(List<String> names) {
    return names.size() <= 10
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, 10)) + " and " + (names.size() - 10) + " more";
  }

  private static String count(int n, String noun) {
    return n + " " + noun + (n == 1 ? "" : "s");
  }

  /// A path of a manifest is relative, and stays in the folder by its text alone.
  private void check(String path, String where) {
    if (path.isEmpty()
        || path.startsWith("/")
        || path.contains("\\")
        || path.contains(":")
        || path.contains("\0")
        || List.of(path.split("/", -1)).contains("..")) {
      throw model.error(
          where
              + ".paths: '"
              + ModelException.quoted(path)
              + "' does not name a file in the model's own folder; weight files must lie there,"
              + " under relative names");
    }
  }
}
