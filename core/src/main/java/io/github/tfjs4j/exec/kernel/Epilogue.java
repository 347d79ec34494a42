package io.github.tfjs4j.exec.kernel;

import io.github.tfjs4j.exec.Buffers;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.op.Activation;
import io.github.tfjs4j.op.Fused;
import io.github.tfjs4j.op.LeakyRelu;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.tensor.Shape;
import java.util.Arrays;
import java.util.Optional;

/// What a fused product does to each row of output channels: the sums begin with the bias, and the
/// activation runs on the finished ones while they are at hand.
///
/// @param bias which input it is; -1 for none
/// @param slope which input the slope is; -1 for none
/// @param activation none does nothing
record Epilogue(int bias, int slope, RowFunction activation) {
  static final Epilogue NONE = new Epilogue(-1, -1, (_, _) -> {});

  /// Changes the first `n` elements of a row.
  interface RowFunction {
    void apply(float[] row, int n);
  }

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
    int b = bias;
    return (fused.activation().isEmpty()
            ? Optional.of(NONE.activation())
            : function(fused.activation().get()))
        .map(f -> new Epilogue(b, slope, f));
  }

  /// Whether it has one element a channel, whatever ones stand before them.
  private static boolean isOfChannels(Shape shape, int channels) {
    return shape.rank() > 0 && shape.dim(-1) == channels && shape.size() == channels;
  }

  private static Optional<RowFunction> function(Activation activation) {
    return switch (activation) {
      case Unary(Unary.F f) ->
          switch (f) {
            case RELU -> Optional.of(Epilogue::relu);
            case RELU6 -> Optional.of(Epilogue::relu6);
            case ELU -> Optional.of(Epilogue::elu);
            case SIGMOID -> Optional.of(Epilogue::sigmoid);
            default -> Optional.empty();
          };
      case LeakyRelu leaky -> {
        float alpha = leaky.alpha();
        yield Optional.of((row, n) -> leakyRelu(row, alpha, n));
      }
      // Its slope is an input: [#finish] has it.
      default -> activation.takesSlope() ? Optional.of(NONE.activation()) : Optional.empty();
    };
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
      activation.apply(row, cells * n);
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

  private static void relu(float[] row, int n) {
    for (int j = 0; j < n; j++) {
      row[j] = Math.max(row[j], 0);
    }
  }

  private static void relu6(float[] row, int n) {
    for (int j = 0; j < n; j++) {
      row[j] = Math.min(Math.max(row[j], 0), 6);
    }
  }

  private static void elu(float[] row, int n) {
    for (int j = 0; j < n; j++) {
      row[j] = row[j] >= 0 ? row[j] : (float) (Math.exp(row[j]) - 1);
    }
  }

  private static void sigmoid(float[] row, int n) {
    for (int j = 0; j < n; j++) {
      row[j] = (float) (1 / (1 + Math.exp(-row[j])));
    }
  }

  private static void leakyRelu(float[] row, float alpha, int n) {
    for (int j = 0; j < n; j++) {
      row[j] = row[j] >= 0 ? row[j] : alpha * row[j];
    }
  }
}
