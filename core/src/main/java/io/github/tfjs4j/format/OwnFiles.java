package io.github.tfjs4j.format;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The weight files in a folder that tfjs4j may delete: those of the model that is being written
/// and those of the model in whose place it comes. They are recorded before the first of them
/// appears in the folder, each with its size and its time, so that not even a later run can take a
/// stranger's file for one of them.
final class OwnFiles {
  private OwnFiles() {}

  /// @param record the file to write
  static void record(Collection<Path> files, Path record) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path file : files) {
      Optional<String> line = line(file);
      line.ifPresent(lines::add);
    }
    Files.write(record, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /// A name may hold spaces, so it comes last; one with a line break is not found again, and its
  /// file stays.
  private static Optional<String> line(Path file) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    BasicFileAttributes found =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return found.isDirectory()
        ? Optional.empty()
        : Optional.of(found.size() + " " + found.lastModifiedTime() + " " + Json.nameOf(file));
  }

  /// Deletes the files that were recorded and that no model in the folder names: after a new
  /// `model.json` has come that is the old model, and before it the new one.
  static void deleteUnnamed(Path folder, Path record) throws IOException {
    if (!Files.isRegularFile(record, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Set<String> unnamed = new LinkedHashSet<>();
    for (String line : lines(record)) {
      String[] parts = line.split(" ", 3);
      if (parts.length == 3
          && !parts[2].contains("/")
          && line(folder.resolve(parts[2])).equals(Optional.of(line))) {
        unnamed.add(parts[2]);
      }
    }
    removeNamed(unnamed, folder);
    for (String name : unnamed) {
      Files.deleteIfExists(folder.resolve(name));
    }
  }

  private static List<String> lines(Path record) throws IOException {
    try {
      return Files.readAllLines(record);
    } catch (CharacterCodingException _) {
      // The machine failed while it was written, before any of these files came into the folder.
      return List.of();
    }
  }

  /// A file is named where any JSON file in the folder holds its name, for whatever purpose.
  private static void removeNamed(Set<String> names, Path folder) throws IOException {
    if (names.isEmpty()) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
      for (Path file : files) {
        if (Files.isRegularFile(file)) {
          Json.strings(
              file, text -> names.remove(text.startsWith("./") ? text.substring(2) : text));
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }
}
