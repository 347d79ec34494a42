package io.github.tfjs4j.formats.tensorflow;

import io.github.tfjs4j.format.Json;
import io.github.tfjs4j.format.Selection;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tree.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The conformance cases that TensorFlow saved.
final class TensorFlowCases {
  private static final Path CASES = Path.of("../conformance/cases/saved-model");

  private TensorFlowCases() {}

  static List<Path> all() {
    try (Stream<Path> all = Files.list(CASES)) {
      return all.filter(f -> Files.exists(f.resolve("golden.json"))).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path named(String name) {
    return CASES.resolve(name);
  }

  static Tree golden(Path folder) {
    return Json.read(folder.resolve("golden.json"));
  }

  /// The file or folder that is the model.
  static Path model(Path folder) {
    return folder.resolve(golden(folder).path("model").stringValue()).normalize();
  }

  /// What the options of the command line say.
  static Selection selection(Path folder) {
    Selection selection = Selection.DEFAULT;
    for (Tree option : golden(folder).path("options")) {
      String[] parts = option.stringValue().split("=", 2);
      selection =
          switch (parts[0]) {
            case "--signature_name" -> selection.withSignature(parts[1]);
            case "--saved_model_tags" -> selection.withTags(Set.of(parts[1].split(",", -1)));
            case "--output_node_names" -> selection.withOutputs(List.of(parts[1].split(",", -1)));
            default -> throw new IllegalArgumentException(parts[0]);
          };
    }
    return selection;
  }

  /// Inputs or outputs, by their names.
  static Map<String, Tensor> tensors(Path folder, String which) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Tree entry : golden(folder).path(which)) {
      int[] dims = entry.path("shape").stream().mapToInt(Tree::intValue).toArray();
      Path file = folder.resolve(entry.path("file").stringValue());
      tensors.put(
          entry.path("name").stringValue(),
          tensor(file, entry.path("dtype").stringValue(), Shape.of(dims)));
    }
    return tensors;
  }

  private static Tensor tensor(Path file, String type, Shape shape) {
    if (type.equals("string")) {
      byte[][] texts =
          Json.read(file).stream()
              .map(t -> t.stringValue().getBytes(StandardCharsets.UTF_8))
              .toArray(byte[][]::new);
      return Tensor.ofStrings(texts, shape);
    }
    ByteBuffer bytes = ByteBuffer.wrap(read(file)).order(ByteOrder.LITTLE_ENDIAN);
    return switch (type) {
      case "float32" -> Tensor.of(bytes.asFloatBuffer(), shape.dims());
      case "int32" -> Tensor.of(bytes.asIntBuffer(), shape.dims());
      default -> Tensor.ofBools(bytes.array(), shape);
    };
  }

  static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
