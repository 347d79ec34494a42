package io.github.tfjs4j.app;

import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.TensorType;
import io.github.tfjs4j.tree.Tree;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// Types in the JSON that commands print: `"dtype": "float32", "shape": [null, 3]`, null for what
/// is not known.
final class TypeTree {
  static Tree of(TensorType type) {
    Map<String, Tree> fields = new LinkedHashMap<>();
    put(type, fields);
    return Tree.object(fields);
  }

  static void put(TensorType type, Map<String, Tree> fields) {
    fields.put("dtype", type.isKnown() ? Tree.of(type.type().jsName()) : Tree.NULL);
    fields.put("shape", type.shape().hasRank() ? dims(type.shape()) : Tree.NULL);
  }

  private static Tree dims(Shape shape) {
    return Tree.list(
        Arrays.stream(shape.dims())
            .mapToObj(dim -> dim == Shape.UNKNOWN_DIM ? Tree.NULL : Tree.of(dim))
            .toList());
  }

  private TypeTree() {}
}
