package io.github.tfjs4j.format;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.tensor.Bytes;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The weight files of a model, found beside its `model.json` and nowhere else, and mapped into
/// memory.
final class ShardFiles {
  /// Files of at most this many bytes are read at once, which costs less than to map them.
  private static final int SMALL = 1 << 16;

  private static final int PIECE = 1 << 28;

  private final ModelFile model;

  ShardFiles(ModelFile model) {
    this.model = model;
  }

  /// The bytes of all files of `paths`, one after another.
  ///
  /// @param where the group, for messages
  Bytes map(JsonNode paths, String where) {
    List<Path> files = locate(paths, where);
    List<Bytes> parts = new ArrayList<>(files.size());
    for (Path file : files) {
      parts.add(map(file));
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

  private static Bytes map(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      if (size <= SMALL) {
        return read(channel, size);
      }
      try {
        return Bytes.of(channel.map(FileChannel.MapMode.READ_ONLY, 0, size, Arena.ofAuto()));
      } catch (UnsupportedOperationException | IOException _) {
        // Some file systems cannot map.
        return read(channel, size);
      }
    } catch (IOException e) {
      throw new FormatException(file + ": cannot be read: " + Json.reason(e), e);
    }
  }

  private static Bytes read(FileChannel channel, long size) throws IOException {
    List<Bytes> parts = new ArrayList<>();
    for (long at = 0; at < size; at += PIECE) {
      ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, size - at));
      while (piece.hasRemaining()) {
        if (channel.read(piece, at + piece.position()) < 0) {
          throw new IOException("it became shorter while it was read");
        }
      }
      parts.add(Bytes.of(MemorySegment.ofArray(piece.array())));
    }
    return Bytes.concat(parts);
  }
}
