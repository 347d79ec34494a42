package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.op.Padding;
import io.github.tfjs4j.tensor.Shape;
import java.util.List;

/// Cells behind the last window of a volume. Where strides above the kernel leave some, TF.js
/// shifts all windows of `SAME` by a cell; Keras does not.
final class Overhang {
  private Overhang() {}

  /// `x [N, D, H, W, C]`, for Keras without the cells that no window sees.
  static Value trimmed(
      LayerCall call, Value x, Padding padding, List<Integer> spans, List<Integer> strides) {
    if (call.semantics() == Semantics.TFJS || padding != Padding.SAME) {
      return x;
    }
    int[] behind = new int[5];
    for (int i = 0; i < 3; i++) {
      int in = x.shape().dim(i + 1);
      if (in != Shape.UNKNOWN_DIM) {
        long seen = (Math.ceilDiv(in, strides.get(i)) - 1) * (long) strides.get(i) + spans.get(i);
        behind[i + 1] = (int) Math.max(0, in - seen);
      }
    }
    return Cropped.of(call.tf(), x, new int[5], behind);
  }
}
