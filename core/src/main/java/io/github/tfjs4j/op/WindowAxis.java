package io.github.tfjs4j.op;

import io.github.tfjs4j.tensor.Shape;
import java.util.List;

/// One axis under a moving window.
///
/// @param in the input length
/// @param out the number of window positions
/// @param before cells of padding in front of the input
public record WindowAxis(int in, int out, int window, int stride, int dilation, int before) {
  /// An axis that is not there: one cell, one position.
  static final WindowAxis NONE = new WindowAxis(1, 1, 1, 1, 1, 0);

  public static WindowAxis of(int in, int window, int stride, int dilation, Padding padding) {
    int span = Padding.span(window, dilation);
    int out = padding.outLength(in, span, stride, 0);
    return new WindowAxis(in, out, window, stride, dilation, padding.total(in, span, stride) / 2);
  }

  /// An axis of a volume. Where the last window does not reach the end of the input, TF.js pads -1
  /// cells in front of volumes, rounded down from less than none, while it pads images by none.
  static WindowAxis ofVolume(int in, int window, int stride, int dilation, Padding padding) {
    WindowAxis axis = of(in, window, stride, dilation, padding);
    int total = (axis.out - 1) * stride + Padding.span(window, dilation) - in;
    return padding == Padding.SAME && total < 0
        ? new WindowAxis(in, axis.out, window, stride, dilation, Math.floorDiv(total, 2))
        : axis;
  }

  /// The axes of height and width of `x [N, H, W, C]` under a kernel `kh x kw`.
  public static List<WindowAxis> of(Window2D w, Shape x, int kh, int kw) {
    int h = x.dim(1);
    int v = x.dim(2);
    int[] pad = w.paddings(h, v, kh, kw);
    return List.of(
        NONE,
        new WindowAxis(h, w.outHeight(h, kh), kh, w.strideH(), w.dilationH(), pad[0]),
        new WindowAxis(v, w.outWidth(v, kw), kw, w.strideW(), w.dilationW(), pad[2]));
  }

  /// The input cell under tap `t` at position `o`; outside of the input for some.
  public int cell(int o, int t) {
    return o * stride - before + t * dilation;
  }

  /// The first tap at position `o` that lies within the input.
  public int firstTap(int o) {
    return Math.max(0, Math.ceilDiv(before - o * stride, dilation));
  }

  /// One more than the last tap at position `o` that lies within the input.
  public int endTap(int o) {
    return Math.min(window, Math.ceilDiv(in - (o * stride - before), dilation));
  }
}
