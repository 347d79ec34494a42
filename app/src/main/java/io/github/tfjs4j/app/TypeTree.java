package io.github.tfjs4j.app;

import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.TensorType;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
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

  /// Inputs or outputs: each its name and its type.
  static Tree ports(Map<String, TensorType> ports) {
    List<Tree> all = new ArrayList<>();
    ports.forEach((name, type) -> {
      Map<String, Tree> port = new LinkedHashMap<>();
      port.put("name", Tree.of(name));
      put(type, port);
      all.add(Tree.object(port));
    });
    return Tree.list(all);
  }

  private static Tree dims(Shape shape) {
    return Tree.list(
        Arrays.stream(shape.dims())
            .mapToObj(dim -> dim == Shape.UNKNOWN_DIM ? Tree.NULL : Tree.of(dim))
            .toList());
  }

  private TypeTree() {}
}
