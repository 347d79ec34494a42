package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Numbers in a config, one or nested lists of them, as tensors.
final class Numbers {
  private Numbers() {}

  /// @throws io.github.tfjs4j.FormatException where they are none, or no regular lists
  static Tensor floats(Config config, String key) {
    return floats(config.get(key))
        .orElseThrow(() -> config.wrong(key, "a number or a list of numbers"));
  }

  /// The numbers as float32, or empty where it is anything else.
  static Optional<Tensor> floats(Tree numbers) {
    List<Integer> dims = new ArrayList<>();
    for (Tree at = numbers; at.isList(); at = at.path(0)) {
      dims.add(at.size());
    }
    float[] flat = new float[(int) count(numbers)];
    if (!fill(numbers, dims, flat, new int[1])) {
      return Optional.empty();
    }
    return Optional.of(
        Tensor.of(flat, Shape.of(dims.stream().mapToInt(Integer::intValue).toArray())));
  }

  /// The numbers as `type`, or empty where it is anything else.
  static Optional<Tensor> of(Tree numbers, DataType type) {
    return floats(numbers)
        .map(t ->
            switch (type) {
              case INT32 -> Tensor.of(ints(numbers, t.size()), t.shape());
              case BOOL -> Tensor.ofBools(bools(t), t.shape());
              default -> t;
            });
  }

  private static int[] ints(Tree numbers, int n) {
    // A float32 does not hold every int32.
    int[] ints = new int[n];
    List<Tree> leaves = List.of(numbers);
    while (!leaves.isEmpty() && leaves.getFirst().isList()) {
      leaves = leaves.stream().flatMap(Tree::stream).toList();
    }
    for (int i = 0; i < n; i++) {
      Tree leaf = leaves.get(i);
      ints[i] = leaf.isBoolean() ? (leaf.booleanValue() ? 1 : 0) : (int) leaf.doubleValue();
    }
    return ints;
  }

  private static byte[] bools(Tensor numbers) {
    byte[] bools = new byte[numbers.size()];
    for (int i = 0; i < bools.length; i++) {
      bools[i] = (byte) (numbers.get(i) == 0 ? 0 : 1);
    }
    return bools;
  }

  private static long count(Tree numbers) {
    return numbers.isList() ? numbers.stream().mapToLong(Numbers::count).sum() : 1;
  }

  /// Fills in order; false where a list is of another length than those beside it.
  private static boolean fill(Tree numbers, List<Integer> dims, float[] flat, int[] next) {
    if (dims.isEmpty()) {
      boolean isOne = numbers.isNumber() || numbers.isBoolean();
      if (isOne) {
        flat[next[0]++] =
            numbers.isNumber() ? (float) numbers.doubleValue() : numbers.booleanValue() ? 1 : 0;
      }
      return isOne;
    }
    if (!numbers.isList() || numbers.size() != dims.getFirst()) {
      return false;
    }
    for (Tree n : numbers) {
      if (!fill(n, dims.subList(1, dims.size()), flat, next)) {
        return false;
      }
    }
    return true;
  }
}
