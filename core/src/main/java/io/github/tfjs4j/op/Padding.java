package io.github.tfjs4j.op;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Attrs;
import io.github.tfjs4j.tensor.Shape;
import java.util.Locale;

/// How a window op treats the border: TensorFlow's `padding` attribute.
public enum Padding {
  /// Output length `ceil(in / stride)`; the odd cell of padding goes behind.
  SAME,
  /// No padding.
  VALID,
  /// As the attribute `explicit_paddings` says.
  EXPLICIT;

  static Padding of(Attrs a) {
    String name = a.s("padding", "VALID").toUpperCase(Locale.ROOT);
    return switch (name) {
      case "SAME" -> SAME;
      case "VALID" -> VALID;
      case "EXPLICIT" -> EXPLICIT;
      default ->
          throw new FormatException(
              a.op() + ": padding is SAME, VALID or EXPLICIT, found '" + name + "'");
    };
  }

  /// How many cells a window with gaps spans.
  static int span(int window, int dilation) {
    if (dilation < 1) {
      throw new ShapeException("a dilation is at least 1, found " + dilation);
    }
    if (window == 0) {
      throw new ShapeException("a window is at least 1, found " + window);
    }
    return window == Shape.UNKNOWN_DIM ? window : Shape.plus(Shape.times(window - 1, dilation), 1);
  }

  /// The number of window positions along one axis.
  ///
  /// @param in the input length, or -1
  /// @param span what the window spans, dilation included, or -1
  /// @param explicit the cells of explicit padding on both sides together; ignored unless
  ///   `EXPLICIT`
  /// @return the length, or -1 where it depends on something unknown
  int outLength(int in, int span, int stride, long explicit) {
    if (stride < 1) {
      throw new ShapeException("a stride is at least 1, found " + stride);
    }
    if (in == Shape.UNKNOWN_DIM) {
      return Shape.UNKNOWN_DIM;
    }
    if (this == SAME) {
      return Math.ceilDiv(in, stride);
    }
    if (span == Shape.UNKNOWN_DIM) {
      return Shape.UNKNOWN_DIM;
    }
    long padded = in + (this == EXPLICIT ? explicit : 0);
    long out = Math.floorDiv(padded - span, (long) stride) + 1;
    if (out < 0 || out > Integer.MAX_VALUE) {
      throw new ShapeException(
          "a window that spans "
              + span
              + " does not fit into "
              + padded
              + " cells without padding, or too often");
    }
    return (int) out;
  }

  /// The cells of padding on both sides together for `SAME`; 0 for `VALID`.
  int total(int in, int span, int stride) {
    long covered = (Math.ceilDiv(in, stride) - 1L) * stride + span;
    return this == SAME ? (int) Math.max(0, covered - in) : 0;
  }
}
