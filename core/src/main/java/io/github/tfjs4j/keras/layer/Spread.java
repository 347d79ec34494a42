package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Tf;
import java.util.ArrayList;
import java.util.List;

/// Puts zeros between the cells of an axis: the input of a transposed convolution. Each axis is
/// padded as the second of four axes, because TF.js' WebGL backend pads no more.
final class Spread {
  private Spread() {}

  /// `x` with cell `i` of `axis` at `front + i * stride`, and with at least `behind` cells of zeros
  /// after the last one: as many as fill the blocks of `stride` cells.
  static Value of(Tf tf, Value x, int axis, TransposedAxis by) {
    int stride = by.stride();
    int before = by.front() / stride;
    int offset = by.front() % stride;
    int after = blocksBehind(by);
    int last = stride - 1 - offset;
    if (before == 0 && after == 0 && stride == 1) {
      return x;
    }
    int rank = x.shape().rank();
    Value apart =
        Length.reshape(
            tf,
            x,
            List.of(
                Length.product(x, 0, axis),
                Length.of(x, axis),
                Length.of(1),
                Length.product(x, axis + 1, rank)));
    Value padded = tf.pad(apart, new int[][] {{0, 0}, {before, after}, {offset, last}, {0, 0}});
    List<Length> shape = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      shape.add(
          i == axis
              ? Length.of(x, i).plus(before + after).times(Length.of(stride))
              : Length.of(x, i));
    }
    return Length.reshape(tf, padded, shape);
  }

  /// The convolution `y` of spread axes without the cells that come of filling up the last block of
  /// each.
  static Value trimmed(Tf tf, Value y, TransposedAxis[] axes) {
    int rank = y.shape().rank();
    int[] surplus = new int[rank];
    for (int i = 0; i < axes.length; i++) {
      int stride = axes[i].stride();
      int behind =
          Math.multiplyExact(blocksBehind(axes[i]), stride) + stride - 1 - axes[i].front() % stride;
      surplus[i + 1] = behind - axes[i].behind();
    }
    return Cropped.of(tf, y, new int[rank], surplus);
  }

  /// How many blocks of `stride` zeros follow the last cell's own block.
  private static int blocksBehind(TransposedAxis by) {
    int inBlock = by.stride() - 1 - by.front() % by.stride();
    return Math.max(0, Math.ceilDiv(by.behind() - inBlock, by.stride()));
  }
}
