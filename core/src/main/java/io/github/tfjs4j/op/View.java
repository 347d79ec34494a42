package io.github.tfjs4j.op;

import io.github.tfjs4j.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/// A tensor seen in another way: along each axis its elements lie some way apart in the array of
/// the one that is seen.
///
/// @param offset where the first element lies
/// @param strides how far elements lie apart along each axis; 0 repeats one, negative ones go
///   backwards
/// @param dims the length of each axis
/// @param shape of the result, which has the same elements in the same order
public record View(int offset, List<Integer> strides, Shape dims, Shape shape) {
  /// @param strides how far elements lie apart along each axis of `shape`
  static View of(int offset, int[] strides, Shape shape) {
    return new View(offset, Arrays.stream(strides).boxed().toList(), shape, shape);
  }

  View reshaped(Shape other) {
    return new View(offset, strides, dims, other);
  }

  /// A box of `shape` whose first element is at `begin`.
  static View box(Shape x, int[] begin, Shape shape) {
    int[] dense = Walk.dense(x.dims());
    int offset = 0;
    for (int i = 0; i < begin.length; i++) {
      offset += begin[i] * dense[i];
    }
    return of(offset, dense, shape);
  }
}
