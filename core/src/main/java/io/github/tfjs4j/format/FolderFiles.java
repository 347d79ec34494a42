package io.github.tfjs4j.format;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.tensor.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// The files of a folder.
record FolderFiles(Path folder) implements FileSet {
  private Path path(String name) {
    try {
      return folder.resolve(name);
    } catch (InvalidPathException e) {
      throw new FormatException("no file has such a name: " + e.getReason(), e);
    }
  }

  @Override
  public boolean has(String name) {
    return Files.exists(path(name));
  }

  @Override
  public Bytes bytes(String name) {
    Path path = path(name);
    // Whoever opened a pipe would wait for a writer that may never come.
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new FormatException(ModelException.quoted(name) + " is not a file");
    }
    return ShardFile.read(path);
  }

  /// The file behind all links, which must lie in the folder too.
  @Override
  public Object identity(String name) {
    Path path = path(name);
    try {
      Path real = path.toRealPath();
      if (!real.startsWith(folder.toRealPath())) {
        throw new FormatException("it is a link to " + real + ", outside of the model's folder");
      }
      Object key = Files.readAttributes(real, BasicFileAttributes.class).fileKey();
      return key == null ? real : key;
    } catch (IOException e) {
      throw new FormatException(path + ": cannot be read: " + Json.reason(e), e);
    }
  }
}
