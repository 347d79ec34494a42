package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.tensor.Tensor;
import java.nio.charset.StandardCharsets;

/// Elements of a tensor as keys of a map, equal where JavaScript's `Map` takes them for the same:
/// NaN is itself, and -0.0 is 0.0.
final class Keys {
  private Keys() {}

  static Object of(Tensor t, int i) {
    return switch (t.type()) {
      case FLOAT -> t.rawFloats()[i] + 0f;
      case INT32 -> t.rawInts()[i];
      case BOOL -> t.rawBools()[i];
      case STRING -> new String(t.rawStrings()[i], StandardCharsets.ISO_8859_1);
      default ->
          throw new ShapeException(
              "elements of " + t.type().jsName() + " tensors are not looked for");
    };
  }
}
