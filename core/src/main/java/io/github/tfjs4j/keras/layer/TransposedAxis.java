package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.op.Padding;
import java.util.Optional;
import java.util.stream.IntStream;

/// One axis of a transposed convolution: how long its output is for an input of length `in`, namely
/// `in * stride + extra`, and where the kernel lies.
///
/// @param span the cells that the kernel spans, dilation included
/// @param extra the output's length less `in * stride`; may be negative
/// @param top the cells that the forward convolution pads in front of the *output*; for a kernel that is shorter than the
///     stride TF.js comes to -1 on three axes of space
record TransposedAxis(int span, int stride, int extra, int top) {
  /// The axes of a layer's options. TF.js knows neither `output_padding` nor `dilation_rate` here.
  static TransposedAxis[] of(LayerCall call, ConvolutionOptions options) {
    int rank = options.kernel().size();
    boolean keras = call.semantics() != Semantics.TFJS;
    Optional<int[]> outputPadding =
        keras && call.config().has("output_padding")
            ? Optional.of(call.config().ints("output_padding", rank, 0))
            : Optional.empty();
    return IntStream.range(0, rank)
        .mapToObj(
            i -> {
              int dilation = keras ? options.dilations().get(i) : 1;
              int span = (options.kernel().get(i) - 1) * dilation + 1;
              return of(
                  span,
                  options.strides().get(i),
                  options.padding() == Padding.SAME,
                  outputPadding.map(p -> p[i]),
                  keras);
            })
        .toArray(TransposedAxis[]::new);
  }

  private static TransposedAxis of(
      int span, int stride, boolean same, Optional<Integer> outputPadding, boolean keras) {
    int extra;
    if (outputPadding.isEmpty()) {
      extra = same ? 0 : Math.max(span - stride, 0);
    } else {
      extra = span - stride - (same ? 2 * (span / 2) : 0) + outputPadding.get();
    }
    // The forward convolution of the output, length in * stride + extra, gives `in` positions.
    int padding = same ? span - stride - extra : 0;
    return new TransposedAxis(
        span, stride, extra, Math.floorDiv(keras ? Math.max(padding, 0) : padding, 2));
  }

  /// The cells of zeros that the spread input, on which this is a plain convolution, has in front.
  int front() {
    return span - 1 - top;
  }

  /// The cells of zeros behind the last cell of the spread input, the one at `(in - 1) * stride`.
  int behind() {
    return stride + extra - 1 + top;
  }
}
