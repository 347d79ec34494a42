package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Conv3D;
import io.github.tfjs4j.op.Padding;
import io.github.tfjs4j.op.Tf;

/// The transpose of a 3-D convolution. TF.js has no op that is one, so the input is spread out with
/// zeros between its cells, and a convolution with the kernel turned around makes the result.
public final class TransposedVolume {
  private TransposedVolume() {}

  /// @param x `[N, D, H, W, C]`
  /// @param kernel `[kd, kh, kw, O, C]`
  /// @param strides of the convolution whose transpose this is
  /// @param lengths of the result: `D`, `H` and `W`
  /// @param same whether that convolution pads as `SAME` does; else not at all
  public static Value of(Tf tf, Value x, Value kernel, int[] strides, int[] lengths, boolean same) {
    TransposedAxis[] axes = new TransposedAxis[3];
    for (int i = 0; i < axes.length; i++) {
      int in = x.shape().dim(i + 1);
      int span = kernel.shape().dim(i);
      int extra = Math.subtractExact(lengths[i], Math.multiplyExact(in, strides[i]));
      int padding = same ? Math.max(0, span - strides[i] - extra) : 0;
      axes[i] = new TransposedAxis(span, strides[i], extra, padding / 2);
    }
    return of(tf, x, kernel, axes);
  }

  static Value of(Tf tf, Value x, Value kernel, TransposedAxis[] axes) {
    Value spread = x;
    for (int i = 0; i < axes.length; i++) {
      spread = Spread.of(tf, spread, i + 1, axes[i]);
    }
    Value turned = tf.transpose(tf.reverse(kernel, 0, 1, 2), 0, 1, 2, 4, 3);
    Value y = tf.op(new Conv3D(1, 1, 1, Padding.VALID, 1, 1, 1), spread, turned);
    return Spread.trimmed(tf, y, axes);
  }
}
