package io.github.tfjs4j.app;

import io.github.tfjs4j.format.Json;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tree.Tree;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Tensors in a folder: a file each, and `outputs.json`, which lists them. That file is there only
/// as long as all the others are, and are its own: they are written beside their places first, and
/// it goes before any of them is replaced and comes back last.
final class OutputFiles {
  static final String INDEX = "outputs.json";
  private static final int LONGEST = 100;

  private OutputFiles() {}

  static void write(Map<String, Tensor> outputs, Path folder) {
    try {
      Files.createDirectories(folder);
      Path work = Files.createTempDirectory(folder, ".tfjs4j-run");
      try {
        move(writeTo(work, outputs), work, folder);
      } finally {
        delete(work);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// `name`, `dtype` and `shape`.
  static Map<String, Tree> fields(String name, Tensor tensor) {
    Map<String, Tree> fields = new LinkedHashMap<>();
    fields.put("name", Tree.of(name));
    TypeTree.put(RunCommand.typeOf(tensor), fields);
    return fields;
  }

  /// @return the names of the files, the index last
  private static List<String> writeTo(Path work, Map<String, Tensor> outputs) throws IOException {
    Set<String> taken = new HashSet<>(Set.of(INDEX));
    List<String> files = new ArrayList<>();
    List<Tree> index = new ArrayList<>();
    for (Map.Entry<String, Tensor> output : outputs.entrySet()) {
      Tensor tensor = output.getValue();
      boolean npy = NpyFile.holds(tensor);
      String file = fileName(output.getKey(), npy ? ".npy" : ".json", taken);
      if (npy) {
        try (OutputStream out =
            new BufferedOutputStream(Files.newOutputStream(work.resolve(file)))) {
          NpyFile.write(tensor, out);
        }
      } else {
        Files.writeString(work.resolve(file), Json.text(JsonArrays.of(tensor)) + "\n");
      }
      files.add(file);
      Map<String, Tree> fields = fields(output.getKey(), tensor);
      fields.put("file", Tree.of(file));
      index.add(Tree.object(fields));
    }
    Files.writeString(work.resolve(INDEX), Json.pretty(Tree.list(index)) + "\n");
    files.add(INDEX);
    return files;
  }

  private static void move(List<String> files, Path work, Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(INDEX));
    for (String file : files) {
      Files.move(work.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /// A name of letters that any file system takes, told apart without case.
  private static String fileName(String output, String ending, Set<String> taken) {
    String plain = output.replaceAll("[^A-Za-z0-9._-]+", "_").replaceFirst("^\\.+", "_");
    String base =
        plain.isEmpty() ? "output" : plain.substring(0, Math.min(plain.length(), LONGEST));
    String name = base + ending;
    for (int i = 1; !taken.add(name.toLowerCase(Locale.ROOT)); i++) {
      name = base + "_" + i + ending;
    }
    return name;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
