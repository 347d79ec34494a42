package io.github.tfjs4j.format;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.tensor.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The weight files of a model, found beside its `model.json` and nowhere else. Each is there for
/// one place in the manifest: whoever names a file twice has made a mistake, or wants us to take
/// memory that no file pays for.
final class ShardFiles {
  private final ModelFile model;

  /// The files that have been named, each by what the file system knows it by.
  private final Set<Object> named = new HashSet<>();

  ShardFiles(ModelFile model) {
    this.model = model;
  }

  /// The bytes of all files of `paths`, one after another.
  ///
  /// @param where the group, for messages
  Bytes read(JsonNode paths, String where) {
    List<Path> files = locate(paths, where);
    List<Bytes> parts = new ArrayList<>(files.size());
    for (Path file : files) {
      parts.add(ShardFile.read(file));
    }
    return parts.size() == 1 ? parts.getFirst() : Bytes.concat(parts);
  }

  private List<Path> locate(JsonNode paths, String where) {
    if (!paths.isArray()) {
      throw model.error(where + ".paths should be a list of file names, found " + Json.show(paths));
    }
    List<Path> found = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (JsonNode path : paths) {
      if (!path.isString()) {
        throw model.error(
            where + ".paths should be a list of file names, but holds " + Json.show(path));
      }
      Path file = inside(path.stringValue(), where);
      if (Files.exists(file)) {
        found.add(real(file, path.stringValue(), where));
      } else {
        missing.add(Json.shorten(path.stringValue()));
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
    return found;
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
  private Path inside(String path, String where) {
    if (path.isEmpty()
        || path.startsWith("/")
        || path.contains("\\")
        || path.contains(":")
        || hasParentStep(path)) {
      throw leaves(path, where, "");
    }
    try {
      return model.folder().resolve(path);
    } catch (InvalidPathException e) {
      throw leaves(path, where, " (" + e.getReason() + ")");
    }
  }

  private static boolean hasParentStep(String path) {
    return List.of(path.split("/", -1)).contains("..");
  }

  /// The file behind all links, which must lie in the folder too.
  private Path real(Path file, String path, String where) {
    try {
      Path real = file.toRealPath();
      if (!real.startsWith(model.folder().toRealPath())) {
        throw leaves(path, where, ": it is a link to " + real);
      }
      if (!Files.isRegularFile(real)) {
        throw model.error(where + ": " + Json.shorten(path) + " is not a file");
      }
      Object key = Files.readAttributes(real, BasicFileAttributes.class).fileKey();
      if (!named.add(key == null ? real : key)) {
        throw model.error(
            where
                + ".paths: '"
                + Json.shorten(path)
                + "' is named a second time; each weight file belongs in one place of the"
                + " manifest");
      }
      return real;
    } catch (IOException e) {
      throw new FormatException(file + ": cannot be read: " + Json.reason(e), e);
    }
  }

  private FormatException leaves(String path, String where, String why) {
    return model.error(
        where
            + ".paths: '"
            + Json.shorten(path)
            + "' does not name a file in the model's own folder"
            + why
            + "; weight files must lie there, under relative names");
  }
}
