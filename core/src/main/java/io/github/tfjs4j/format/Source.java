package io.github.tfjs4j.format;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.tensor.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Where a model should be, before anybody knows of which format: all formats look at one source
/// and share what they have found.
///
///     Source.of(Path.of("my/model"))                        // a folder
///     Source.of(Path.of("my/model/model.json"))             // a file, others beside it
///     Source.of(Path.of("model.zip"))                       // an archive
///     Source.of(Map.of("model.json", json, "w.bin", bytes)) // memory
public final class Source {
  private static final int ZIP = 0x504b0304;

  private final String name;
  private final Optional<Path> path;
  private final String prefix;
  private final Optional<String> main;
  private final FileSet files;
  private final Map<Class<?>, Object> known = new HashMap<>();

  private Source(
      String name, Optional<Path> path, String prefix, Optional<String> main, FileSet files) {
    this.name = name;
    this.path = path;
    this.prefix = prefix;
    this.main = main;
    this.files = files;
  }

  /// A folder, a file with others beside it, or an archive: zip, tar, tar.gz.
  ///
  /// @throws FormatException where there is none
  public static Source of(Path path) {
    if (Files.isDirectory(path)) {
      return of(path, Optional.empty(), new FolderFiles(path));
    }
    if (!Files.exists(path)) {
      throw new FormatException(path + ": there is no such file or folder");
    }
    // Whoever opened a pipe would wait for a writer that may never come.
    if (!Files.isRegularFile(path)) {
      throw new FormatException(path + ": this is no regular file; a model is read from files");
    }
    if (isZip(path)) {
      return of(path, Optional.empty(), new ZipFiles(path));
    }
    if (TarFiles.isTar(start(path, TarFiles.startLength()))) {
      return of(path, Optional.empty(), new TarFiles(path));
    }
    Path folder = path.toAbsolutePath().getParent();
    return of(path, Optional.of(Json.nameOf(path)), new FolderFiles(folder));
  }

  private static Source of(Path path, Optional<String> main, FileSet files) {
    String name = path.toString();
    String prefix =
        main.map(file -> name.substring(0, name.length() - file.length()))
            .orElse(name + path.getFileSystem().getSeparator());
    return new Source(name, Optional.of(path), prefix, main, files);
  }

  /// The same by what a user has typed.
  ///
  /// @throws FormatException where it is a URL, or there is no model
  public static Source of(String typed) {
    if (typed.toLowerCase(Locale.ROOT).matches("[a-z][a-z0-9+.-]+://.*")) {
      throw new FormatException(
          typed
              + ": URLs are not read; download the model, weight files included, and give its"
              + " folder");
    }
    return of(Path.of(typed));
  }

  /// Files in memory, by their names.
  public static Source of(Map<String, byte[]> files) {
    Map<String, byte[]> own = Map.copyOf(files);
    return of(
        "memory",
        new FileSet() {
          @Override
          public boolean has(String file) {
            return own.containsKey(file);
          }

          @Override
          public Bytes bytes(String file) {
            if (!has(file)) {
              throw new FormatException(file + ": there is no such file");
            }
            return Bytes.of(own.get(file));
          }
        });
  }

  /// One of several files in memory.
  ///
  /// @param main its name
  public static Source of(Map<String, byte[]> files, String main) {
    Source all = of(files);
    return new Source(main, Optional.empty(), "", Optional.of(main), all.files);
  }

  /// Files from wherever.
  ///
  /// @param name for messages
  public static Source of(String name, FileSet files) {
    return new Source(name, Optional.empty(), "", Optional.empty(), files);
  }

  private static boolean isZip(Path file) {
    byte[] start = start(file, 4);
    return start.length == 4 && java.nio.ByteBuffer.wrap(start).getInt() == ZIP;
  }

  private static byte[] start(Path file, int most) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(most);
    } catch (IOException e) {
      throw new FormatException(file + ": cannot be read: " + Json.reason(e), e);
    }
  }

  /// The folder or file that the user named, where it is one.
  public Optional<Path> path() {
    return path;
  }

  /// The name of the file that is meant, where it is not a whole folder.
  public Optional<String> main() {
    return main;
  }

  public boolean has(String file) {
    return files.has(file);
  }

  /// The content of a file.
  ///
  /// @throws FormatException where it is not there or cannot be read
  public Bytes bytes(String file) {
    return files.bytes(file);
  }

  /// The first bytes of the file that is meant, at most `most`; none for a folder.
  public byte[] start(int most) {
    if (main.isEmpty()) {
      return new byte[0];
    }
    Bytes bytes = bytes(main.get());
    return bytes.slice(0, Math.min(most, bytes.size())).toArray();
  }

  /// See [FileSet#identity].
  Object identity(String file) {
    return files.identity(file);
  }

  /// How messages call a file: with its folder.
  public String place(String file) {
    return prefix + file;
  }

  /// What a format has found out about this source; found but once.
  @SuppressWarnings("unchecked")
  public <T> T known(Class<T> what, Function<Source, T> find) {
    Object found = known.get(what);
    if (found == null) {
      found = find.apply(this);
      known.put(what, found);
    }
    return (T) found;
  }

  /// As the user named it.
  @Override
  public String toString() {
    return name;
  }
}
