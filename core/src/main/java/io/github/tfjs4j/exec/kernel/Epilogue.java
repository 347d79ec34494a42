package io.github.tfjs4j.exec.kernel;

import io.github.tfjs4j.exec.Buffers;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.op.Fused;
import io.github.tfjs4j.tensor.Shape;
import java.util.Arrays;
import java.util.Optional;

/// What a fused product does to each row of output channels: the sums begin with the bias, and the
/// activation runs on the finished ones while they are at hand.
///
/// @param bias which input it is; -1 for none
/// @param slope which input the slope is; -1 for none
/// @param activation where it is a function of each sum alone
record Epilogue(int bias, int slope, Optional<ElementFunction.One> activation) {
  static final Epilogue NONE = new Epilogue(-1, -1, Optional.empty());

  /// @param channels of the result
  /// @return empty for what is no function of a row of channels
  static Optional<Epilogue> of(Node node, Fused fused, int channels) {
    int extra = 2;
    int bias = -1;
    if (fused.bias()) {
      bias = extra++;
      if (!isOfChannels(node.input(bias).shape(), channels)) {
        return Optional.empty();
      }
    }
    int slope = fused.takesSlope() ? extra : -1;
    if (slope >= 0 && !isOfChannels(node.input(slope).shape(), channels)) {
      return Optional.empty();
    }
    Optional<ElementFunction.One> activation = fused.activation().flatMap(ElementFunction::ofOne);
    boolean known = fused.activation().isEmpty() || slope >= 0 || activation.isPresent();
    return known ? Optional.of(new Epilogue(bias, slope, activation)) : Optional.empty();
  }

  /// Whether it has one element a channel, whatever ones stand before them.
  private static boolean isOfChannels(Shape shape, int channels) {
    return shape.rank() > 0 && shape.dim(-1) == channels && shape.size() == channels;
  }

  /// Makes a row the sums of nothing.
  ///
  /// @param cells that lie in it side by side
  /// @param n channels of each
  void begin(Buffers b, float[] row, int cells, int n) {
    if (bias < 0) {
      Arrays.fill(row, 0, cells * n, 0);
      return;
    }
    for (int k = 0; k < cells; k++) {
      System.arraycopy(b.floats(bias), 0, row, k * n, n);
    }
  }

  /// As [#begin], when all sums are there.
  void finish(Buffers b, float[] row, int cells, int n) {
    if (slope < 0) {
      activation.ifPresent(f -> f.apply(row, row, cells * n));
      return;
    }
    float[] s = b.floats(slope);
    for (int k = 0; k < cells; k++) {
      for (int j = 0; j < n; j++) {
        float v = row[k * n + j];
        row[k * n + j] = v < 0 ? v * s[j] : v;
      }
    }
  }
}
