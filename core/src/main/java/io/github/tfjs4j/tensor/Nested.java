package io.github.tfjs4j.tensor;

import io.github.tfjs4j.ShapeException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Makes a tensor of arrays in arrays.
final class Nested {
  private final List<Integer> dims = new ArrayList<>();
  private final List<Object> leaves = new ArrayList<>();

  private Nested() {}

  /// See [Tensor#ofNested].
  static Tensor of(Object array) {
    Nested nested = new Nested();
    nested.add(array, 0);
    Shape shape = Shape.of(nested.dims);
    return switch (nested.leaves.isEmpty() ? array : nested.leaves.getFirst()) {
      case float[] _ -> Tensor.adopt(nested.floats(shape.size()), shape);
      case int[] _ -> Tensor.adopt(nested.ints(shape.size()), shape);
      case boolean[] _ -> Tensor.adoptBools(nested.bools(shape.size()), shape);
      case String[] _ -> Tensor.adoptStrings(nested.strings(shape.size()), shape);
      default ->
          throw new ShapeException(
              "an array of no arrays does not say what it holds: use Tensor.zeros");
    };
  }

  private void add(Object part, int depth) {
    int length =
        switch (part) {
          case float[] a -> a.length;
          case int[] a -> a.length;
          case boolean[] a -> a.length;
          case Object[] a -> a.length;
          case null, default ->
              throw new ShapeException(
                  "expected arrays of float, int, boolean or String, or arrays of those, found "
                      + (part == null ? "null" : part.getClass().getSimpleName()));
        };
    boolean isLeaf = part instanceof String[] || !(part instanceof Object[]);
    boolean first = leaves.isEmpty() && depth == dims.size();
    if (first) {
      dims.add(length);
    }
    if (depth >= dims.size()
        || dims.get(depth) != length
        || (isLeaf && !leaves.isEmpty() && depth != dims.size() - 1)
        || (isLeaf && !leaves.isEmpty() && leaves.getFirst().getClass() != part.getClass())) {
      throw new ShapeException(
          "arrays at depth " + depth + " differ in length or kind, the first are " + dims);
    }
    if (isLeaf) {
      leaves.add(part);
    } else {
      for (Object element : (Object[]) part) {
        add(element, depth + 1);
      }
    }
  }

  private float[] floats(int size) {
    float[] all = new float[size];
    int at = 0;
    for (Object leaf : leaves) {
      float[] row = (float[]) leaf;
      System.arraycopy(row, 0, all, at, row.length);
      at += row.length;
    }
    return all;
  }

  private int[] ints(int size) {
    int[] all = new int[size];
    int at = 0;
    for (Object leaf : leaves) {
      int[] row = (int[]) leaf;
      System.arraycopy(row, 0, all, at, row.length);
      at += row.length;
    }
    return all;
  }

  private byte[] bools(int size) {
    byte[] all = new byte[size];
    int at = 0;
    for (Object leaf : leaves) {
      for (boolean b : (boolean[]) leaf) {
        all[at++] = (byte) (b ? 1 : 0);
      }
    }
    return all;
  }

  private byte[][] strings(int size) {
    byte[][] all = new byte[size][];
    int at = 0;
    for (Object leaf : leaves) {
      for (String s : (String[]) leaf) {
        if (s == null) {
          throw new ShapeException("a string is null");
        }
        all[at++] = s.getBytes(StandardCharsets.UTF_8);
      }
    }
    return all;
  }
}
