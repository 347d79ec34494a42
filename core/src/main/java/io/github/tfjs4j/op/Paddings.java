package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.Arrays;
import java.util.Optional;

/// The int32 `[rank, 2]` input of the padding ops: cells before and behind along each axis.
final class Paddings {
  private Paddings() {}

  /// The shape of `x` after padding.
  static Shape padded(Shape x, Value paddings) {
    Optional<int[]> known = paddings.constantInts();
    if (known.isEmpty()) {
      Shape p = paddings.shape();
      int rank = x.hasRank() ? x.rank() : p.hasRank() && p.rank() == 2 ? p.dim(0) : -1;
      return rank < 0 ? Shape.UNKNOWN : Shape.ofRank(rank);
    }
    int[] p = known.get();
    check(p);
    Shape in = x.merge(Shape.ofRank(p.length / 2));
    int[] out = in.dims();
    for (int i = 0; i < out.length; i++) {
      out[i] = Shape.plus(Shape.plus(out[i], p[2 * i]), p[2 * i + 1]);
    }
    return Shape.of(out);
  }

  static void check(int[] p) {
    if (p.length % 2 != 0 || Arrays.stream(p).anyMatch(n -> n < 0)) {
      throw new ShapeException("paddings are pairs of at least 0, found " + Arrays.toString(p));
    }
  }

  /// The pairs for the axes of `x`, checked.
  static int[] of(Tensor x, Tensor paddings) {
    int[] p = paddings.rawInts();
    check(p);
    if (p.length != 2 * x.shape().rank()) {
      throw new ShapeException("paddings " + Arrays.toString(p) + " do not fit " + x.shape());
    }
    return p;
  }

  /// Whether these are surely no cells at all.
  static boolean areNone(Value paddings) {
    return paddings.constantInts().filter(p -> Arrays.stream(p).allMatch(n -> n == 0)).isPresent();
  }
}
