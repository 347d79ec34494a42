package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.op.Padding;

/// One axis of a transposed convolution: how long its output is for an input of length `in`, namely
/// `in * stride + extra`, and where the kernel lies.
///
/// @param span the cells that the kernel spans, dilation included
/// @param extra the output's length less `in * stride`; may be negative
/// @param top the cells that the forward convolution pads in front of the *output*; for a kernel
///   shorter than the stride TF.js comes to -1 on three axes of space
record TransposedAxis(int span, int stride, int extra, int top) {
  /// An axis along which nothing is done.
  static final TransposedAxis UNCHANGED = new TransposedAxis(1, 1, 0, 0);

  /// The axes of a layer's options. TF.js knows neither `output_padding` nor `dilation_rate` here.
  static TransposedAxis[] of(LayerCall call, ConvolutionOptions options) {
    int rank = options.kernel().size();
    boolean keras = call.semantics() != Semantics.TFJS;
    boolean same = options.padding() == Padding.SAME;
    boolean given = keras && call.config().has("output_padding");
    int[] outputPadding = call.config().ints("output_padding", rank, 0);
    TransposedAxis[] axes = new TransposedAxis[rank];
    for (int i = 0; i < rank; i++) {
      int span = keras ? options.spans().get(i) : options.kernel().get(i);
      int stride = options.strides().get(i);
      int extra = same ? 0 : Math.max(span - stride, 0);
      if (given) {
        extra = Math.addExact(span - stride - (same ? 2 * (span / 2) : 0), outputPadding[i]);
      }
      // The forward convolution of the output, of length in * stride + extra, has `in` positions.
      int padding = same ? Math.subtractExact(span - stride, extra) : 0;
      int top = Math.floorDiv(keras ? Math.max(padding, 0) : padding, 2);
      axes[i] = new TransposedAxis(span, stride, extra, top);
    }
    return axes;
  }

  /// The length of the output for an input of length `in`.
  int length(int in) {
    return Math.addExact(Math.multiplyExact(in, stride), extra);
  }

  /// The cells of zeros that the spread input, on which this is a plain convolution, has in front.
  int front() {
    return span - 1 - top;
  }

  /// The cells of zeros behind the last cell of the spread input, the one at `(in - 1) * stride`.
  int behind() {
    return Math.addExact(stride - 1 + top, extra);
  }
}
