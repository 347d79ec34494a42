package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// Windows of `SAME` over a volume whose strides are longer than they are, so that cells behind the
/// last window are in none. TF.js then shifts all windows, and so does TensorFlow where it has no
/// oneDNN; what both are documented to do, and XLA and oneDNN do, is not to. What is made here
/// means the same to all of them: `VALID` where nothing is padded, else no cells behind.
///
/// @param op the convolution or the pooling
/// @param x the volume that it takes
public record Overhang(ImageOp op, Value x) {
  private static final int RANK = 5;

  /// What TensorFlow means by `op` of `inputs`; any op but one over volumes stays as it is.
  ///
  /// @throws io.github.tfjs4j.ShapeException where the op takes no such inputs
  public static Overhang removed(Tf tf, ImageOp op, List<Value> inputs) {
    op.operands().check(inputs);
    if (op instanceof ChannelsFirst(ImageOp last, var lists)) {
      Overhang inner = removed(tf, last, inputs, 2);
      return new Overhang(new ChannelsFirst(inner.op, lists), inner.x);
    }
    return removed(tf, op, inputs, 1);
  }

  /// @param first the first axis of space
  private static Overhang removed(Tf tf, ImageOp op, List<Value> inputs, int first) {
    Value x = inputs.getFirst();
    return switch (op) {
      case Conv3D c when c.padding() == Padding.SAME -> {
        Shape k = inputs.get(1).shape().merge(Shape.ofRank(RANK));
        int[] spans = {
          Padding.span(k.dim(0), c.dilationD()),
          Padding.span(k.dim(1), c.dilationH()),
          Padding.span(k.dim(2), c.dilationW())
        };
        int[] strides = {c.strideD(), c.strideH(), c.strideW()};
        yield pads(x, first, spans, strides)
            ? new Overhang(c, trimmed(tf, x, first, spans, strides))
            : new Overhang(c.withPadding(Padding.VALID), x);
      }
      case Pool3D p when p.padding() == Padding.SAME -> {
        int[] spans = {p.kernelD(), p.kernelH(), p.kernelW()};
        int[] strides = {p.strideD(), p.strideH(), p.strideW()};
        yield pads(x, first, spans, strides)
            ? new Overhang(p, trimmed(tf, x, first, spans, strides))
            : new Overhang(p.withPadding(Padding.VALID), x);
      }
      default -> new Overhang(op, x);
    };
  }

  /// Whether a window may reach beyond the volume.
  private static boolean pads(Value x, int first, int[] spans, int[] strides) {
    boolean pads = false;
    for (int i = 0; i < spans.length; i++) {
      int in = length(x, first + i);
      boolean unknown = in == Shape.UNKNOWN_DIM || spans[i] == Shape.UNKNOWN_DIM;
      pads |= unknown ? spans[i] != 1 : seen(in, spans[i], strides[i]) > in;
    }
    return pads;
  }

  private static Value trimmed(Tf tf, Value x, int first, int[] spans, int[] strides) {
    List<Value> ends = new ArrayList<>();
    int whole = 0;
    for (int i = 0; i < RANK; i++) {
      int axis = i - first;
      int in = length(x, i);
      boolean isSpace = axis >= 0 && axis < spans.length && spans[axis] != Shape.UNKNOWN_DIM;
      if (isSpace && in == Shape.UNKNOWN_DIM && spans[axis] < strides[axis]) {
        ends.add(seen(tf, tf.dim(x, i), spans[axis], strides[axis]));
      } else if (isSpace && in > seen(in, spans[axis], strides[axis])) {
        ends.add(tf.scalar((int) seen(in, spans[axis], strides[axis])));
      } else {
        ends.add(tf.scalar(0));
        whole |= 1 << i;
      }
    }
    int all = (1 << RANK) - 1;
    Value zeros = tf.ints(0, 0, 0, 0, 0);
    Value ones = tf.ints(1, 1, 1, 1, 1);
    return whole == all
        ? x
        : tf.op(new StridedSlice(all, whole, 0, 0, 0), x, zeros, tf.shapeVector(ends), ones);
  }

  private static int length(Value x, int axis) {
    return x.shape().merge(Shape.ofRank(RANK)).dim(axis);
  }

  /// Where the last window ends, which may be behind the axis.
  private static long seen(int in, int span, int stride) {
    return (Math.ceilDiv(in, stride) - 1L) * stride + span;
  }

  private static Value seen(Tf tf, Value in, int span, int stride) {
    Value last = tf.binary(Binary.F.FLOOR_DIV, tf.sub(in, tf.scalar(1)), tf.scalar(stride));
    return tf.add(tf.mul(last, tf.scalar(stride)), tf.scalar(span));
  }
}
