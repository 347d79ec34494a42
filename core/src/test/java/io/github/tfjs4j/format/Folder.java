package io.github.tfjs4j.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Models made by hand, and the content of folders.
final class Folder {
  private Folder() {}

  /// A LayersModel with one group of weights.
  static Path layers(Path folder, String weights, byte[] bytes) {
    return model(
        folder,
        """
        {"format":"layers-model","modelTopology":{"class_name":"Sequential","config":{"name":"s","layers":[]}},
         "weightsManifest":[{"paths":["w.bin"],"weights":[%s]}]}\
        """
            .formatted(weights),
        bytes);
  }

  /// A GraphModel with one group of weights.
  static Path graph(Path folder, String signature, String nodes, String weights, byte[] bytes) {
    return model(
        folder,
        """
        {"format":"graph-model","signature":%s,"modelTopology":{"node":[%s]},
         "weightsManifest":[{"paths":["w.bin"],"weights":[%s]}]}\
        """
            .formatted(signature, nodes, weights),
        bytes);
  }

  static Path model(Path folder, String json, byte[] bytes) {
    write(folder.resolve("model.json"), json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    write(folder.resolve("w.bin"), bytes);
    return folder;
  }

  static void write(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] floats(float... values) {
    ByteBuffer b = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float v : values) {
      b.putFloat(v);
    }
    return b.array();
  }

  /// A JSON file, by a reader that is not ours.
  static JsonNode json(Path file) {
    return JsonMapper.shared().readTree(file.toFile());
  }

  static String text(JsonNode json) {
    return json.isMissingNode() ? "null" : json.toString();
  }

  /// Every file below `folder` by its relative name, with its bytes as Latin-1 text.
  static Map<String, String> content(Path folder) {
    Map<String, String> out = new TreeMap<>();
    if (!Files.exists(folder)) {
      return out;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path p : all.filter(p -> Files.isRegularFile(p, LinkOption.NOFOLLOW_LINKS)).toList()) {
        out.put(
            folder.relativize(p).toString(),
            Files.readString(p, java.nio.charset.StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out;
  }
}
