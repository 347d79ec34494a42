package io.github.tfjs4j.vector;

import io.github.tfjs4j.exec.Buffers;
import io.github.tfjs4j.exec.FusedActivation;
import io.github.tfjs4j.exec.Scratch;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.op.Fused;
import io.github.tfjs4j.op.Unary;
import java.util.Arrays;
import java.util.Optional;

/// What a fused product does to its sums: a bias that they begin with, bounds that they are put
/// into while they are in registers, any other activation while they are in the first cache.
///
/// @param bias which input it is; -1 for none
/// @param low no result is less
/// @param high no result is greater
/// @param activation where it is no bounds
record Finish(int bias, float low, float high, Optional<FusedActivation> activation) {
  static final Finish NONE =
      new Finish(-1, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, Optional.empty());

  /// Elements that an activation takes at a time.
  private static final int BLOCK = 1024;

  /// A use of scratch memory that no kernel has.
  private static final int ROW = 6;

  /// @param channels of the result
  /// @return empty for what is no function of a row of channels
  static Optional<Finish> of(Node node, Fused fused, int channels) {
    if (fused.bias() && !Fused.isOfChannels(node.input(2).shape(), channels)) {
      return Optional.empty();
    }
    Finish plain = new Finish(fused.bias() ? 2 : -1, NONE.low, NONE.high, Optional.empty());
    return switch (fused.activation().orElse(null)) {
      case null -> Optional.of(plain);
      case Unary(Unary.F f) when f == Unary.F.RELU -> Optional.of(plain.within(0, NONE.high));
      case Unary(Unary.F f) when f == Unary.F.RELU6 -> Optional.of(plain.within(0, 6));
      default ->
          FusedActivation.of(node, fused, channels)
              .map(f -> new Finish(plain.bias, plain.low, plain.high, Optional.of(f)));
    };
  }

  private Finish within(float least, float most) {
    return new Finish(bias, least, most, activation);
  }

  /// Puts the bias, or zeros, into a row that is as long as whole vectors are.
  void begin(Buffers b, int n, float[] row) {
    Arrays.fill(row, 0);
    if (bias >= 0) {
      System.arraycopy(b.floats(bias), 0, row, 0, n);
    }
  }

  /// Applies the activation to cells `from` to `to` of the result, all sums of which are there.
  void end(Buffers b, int from, int to, int n, Scratch scratch) {
    if (activation.isEmpty()) {
      return;
    }
    int most = Math.max(1, BLOCK / n);
    float[] row = scratch.rows(ROW, 1, most * n)[0];
    for (int cell = from; cell < to; cell += most) {
      int cells = Math.min(most, to - cell);
      System.arraycopy(b.out(), cell * n, row, 0, cells * n);
      activation.get().apply(b, row, cells, n, scratch);
      System.arraycopy(row, 0, b.out(), cell * n, cells * n);
    }
  }
}
