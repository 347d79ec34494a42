package io.github.tfjs4j.vector;

import io.github.tfjs4j.exec.Buffers;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.op.Fused;
import io.github.tfjs4j.op.Unary;
import java.util.Arrays;
import java.util.Optional;

/// What a fused product does to its sums: a bias that they begin with, bounds that they are put
/// into while they are in registers.
///
/// @param bias which input it is; -1 for none
/// @param low no result is less
/// @param high no result is greater
record Finish(int bias, float low, float high) {
  static final Finish NONE = new Finish(-1, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);

  /// @param channels of the result
  /// @return empty for other activations
  static Optional<Finish> of(Node node, Fused fused, int channels) {
    int bias = fused.bias() ? 2 : -1;
    if (fused.bias() && !Fused.isOfChannels(node.input(2).shape(), channels)) {
      return Optional.empty();
    }
    return switch (fused.activation().orElse(null)) {
      case null -> Optional.of(new Finish(bias, NONE.low, NONE.high));
      case Unary(Unary.F f) when f == Unary.F.RELU -> Optional.of(new Finish(bias, 0, NONE.high));
      case Unary(Unary.F f) when f == Unary.F.RELU6 -> Optional.of(new Finish(bias, 0, 6));
      default -> Optional.empty();
    };
  }

  /// Puts the bias, or zeros, into a row that is as long as whole vectors are.
  void begin(Buffers b, int n, float[] row) {
    Arrays.fill(row, 0);
    if (bias >= 0) {
      System.arraycopy(b.floats(bias), 0, row, 0, n);
    }
  }
}
