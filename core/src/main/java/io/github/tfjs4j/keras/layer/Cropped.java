package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.StridedSlice;
import io.github.tfjs4j.op.Tf;
import java.util.Arrays;

/// Cuts cells off both ends of axes, whatever the axes' lengths.
final class Cropped {
  private Cropped() {}

  /// `x` without the first `front[i]` and the last `behind[i]` cells of each axis `i`.
  static Value of(Tf tf, Value x, int[] front, int[] behind) {
    int rank = front.length;
    int begin = 0;
    int end = 0;
    int[] ends = new int[rank];
    for (int i = 0; i < rank; i++) {
      begin |= front[i] == 0 ? 1 << i : 0;
      end |= behind[i] == 0 ? 1 << i : 0;
      ends[i] = -behind[i];
    }
    int all = (1 << rank) - 1;
    if (begin == all && end == all) {
      return x;
    }
    int[] strides = new int[rank];
    Arrays.fill(strides, 1);
    return tf.op(
        new StridedSlice(begin, end, 0, 0, 0), x, tf.ints(front), tf.ints(ends), tf.ints(strides));
  }
}
