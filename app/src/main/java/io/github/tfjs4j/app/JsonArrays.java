package io.github.tfjs4j.app;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Tensors as nested arrays of JSON: of numbers, `true` and `false`, strings. The numbers that JSON
/// has no words for are `"NaN"`, `"Infinity"` and `"-Infinity"`.
final class JsonArrays {
  private JsonArrays() {}

  // ---- reading ----

  /// @param type what becomes of the values
  static Tensor read(Tree top, DataType type) {
    List<Integer> dims = new ArrayList<>();
    for (Tree at = top; at.isList(); at = at.path(0)) {
      dims.add(at.size());
    }
    Shape shape = Shape.of(dims);
    List<Tree> leaves = new ArrayList<>();
    collect(top, dims, 0, leaves);
    if (shape.longSize() != leaves.size()) {
      throw new FormatException("holds no values in nested arrays of equal lengths");
    }
    return type == DataType.STRING
        ? Elements.strings(type, shape, i -> string(leaves.get(i)))
        : Elements.numbers(type, shape, i -> number(leaves.get(i)));
  }

  private static void collect(Tree node, List<Integer> dims, int depth, List<Tree> leaves) {
    if (depth == dims.size()) {
      leaves.add(node);
      return;
    }
    if (!node.isList() || node.size() != dims.get(depth)) {
      throw new FormatException(
          "arrays at depth " + depth + " have other lengths than " + dims.get(depth));
    }
    for (Tree element : node) {
      collect(element, dims, depth + 1, leaves);
    }
  }

  private static byte[] string(Tree leaf) {
    if (!leaf.isString()) {
      throw new FormatException("expected a string, found " + ModelException.quoted(leaf));
    }
    return leaf.stringValue().getBytes(StandardCharsets.UTF_8);
  }

  private static double number(Tree leaf) {
    if (leaf.isNumber()) {
      return leaf.doubleValue();
    }
    if (leaf.isBoolean()) {
      return leaf.booleanValue() ? 1 : 0;
    }
    return switch (leaf.string("")) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default ->
          throw new FormatException("expected a number, found " + ModelException.quoted(leaf));
    };
  }

  // ---- writing ----

  static Tree of(Tensor tensor) {
    return of(tensor, 0, 0, tensor.size());
  }

  private static Tree of(Tensor tensor, int axis, int from, int count) {
    if (axis == tensor.shape().rank()) {
      return element(tensor, from);
    }
    int length = tensor.shape().dim(axis);
    List<Tree> items = new ArrayList<>(length);
    int each = length == 0 ? 0 : count / length;
    for (int i = 0; i < length; i++) {
      items.add(of(tensor, axis + 1, from + i * each, each));
    }
    return Tree.list(items);
  }

  /// A complex number is an array of its two parts.
  private static Tree element(Tensor tensor, int i) {
    return switch (tensor.type()) {
      case BOOL -> Tree.of(tensor.rawBools()[i] != 0);
      case STRING -> Tree.of(new String(tensor.rawStrings()[i], StandardCharsets.UTF_8));
      case INT32 -> Tree.of(tensor.rawInts()[i]);
      case COMPLEX64 ->
          Tree.list(number(tensor.rawFloats()[2 * i]), number(tensor.rawFloats()[2 * i + 1]));
      case FLOAT -> number(tensor.rawFloats()[i]);
      default -> Tree.of(tensor.toString());
    };
  }

  /// A float32 in as few digits as say which it is.
  static Tree number(float value) {
    return Float.isFinite(value)
        ? Tree.of(Double.parseDouble(Float.toString(value)))
        : Tree.of(Float.toString(value));
  }
}
