package io.github.tfjs4j.exec.kernel;

import io.github.tfjs4j.exec.Buffers;
import io.github.tfjs4j.exec.RowFunction;
import io.github.tfjs4j.exec.Scratch;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.op.Fused;
import java.util.Arrays;
import java.util.Optional;

/// What a fused product does to each row of output channels: the sums begin with the bias, and the
/// activation runs on the finished ones while they are at hand.
///
/// @param bias which input it is; -1 for none
/// @param slope which input the slope is; -1 for none
/// @param activation where it is a function of each sum alone
public record Epilogue(int bias, int slope, Optional<RowFunction> activation) {
  /// A use of scratch memory that no kernel has.
  private static final int SLOPES = 7;

  static final Epilogue NONE = new Epilogue(-1, -1, Optional.empty());

  /// @param channels of the result
  /// @return empty for what is no function of a row of channels
  public static Optional<Epilogue> of(Node node, Fused fused, int channels) {
    int extra = 2;
    int bias = -1;
    if (fused.bias()) {
      bias = extra++;
      if (!Fused.isOfChannels(node.input(bias).shape(), channels)) {
        return Optional.empty();
      }
    }
    int slope = fused.takesSlope() ? extra : -1;
    if (slope >= 0 && !Fused.isOfChannels(node.input(slope).shape(), channels)) {
      return Optional.empty();
    }
    Optional<RowFunction> activation = fused.activation().flatMap(ElementFunction::ofOne);
    boolean known = fused.activation().isEmpty() || slope >= 0 || activation.isPresent();
    return known ? Optional.of(new Epilogue(bias, slope, activation)) : Optional.empty();
  }

  /// Makes a row the sums of nothing.
  ///
  /// @param cells that lie in it side by side
  /// @param n channels of each
  void begin(Buffers b, float[] row, int cells, int n) {
    if (bias < 0) {
      Arrays.fill(row, 0, cells * n, 0);
    } else {
      Periods.fill(b.floats(bias), 0, n, 0, row, 0, cells * n);
    }
  }

  /// As [#begin], when all sums are there.
  public void finish(Buffers b, float[] row, int cells, int n, Scratch scratch) {
    if (slope >= 0) {
      float[] slopes = scratch.rows(SLOPES, 1, cells * n)[0];
      Periods.fill(b.floats(slope), 0, n, 0, slopes, 0, cells * n);
      prelu(row, slopes, cells * n, ElementFunction.hasNonFinite(b.floats(slope), n));
    } else {
      activation.ifPresent(f -> f.apply(row, row, cells * n));
    }
  }

  /// Makes rows, one a channel, the sums of nothing.
  ///
  /// @param cells elements of each
  void beginColumns(Buffers b, float[][] rows, int n, int cells) {
    for (int j = 0; j < n; j++) {
      Arrays.fill(rows[j], 0, cells, bias < 0 ? 0 : b.floats(bias)[j]);
    }
  }

  /// As [#beginColumns], when all sums are there.
  void finishColumns(Buffers b, float[][] rows, int n, int cells) {
    if (slope >= 0) {
      for (int j = 0; j < n; j++) {
        prelu(rows[j], b.floats(slope)[j], cells);
      }
    } else {
      activation.ifPresent(f -> {
        for (int j = 0; j < n; j++) {
          f.apply(rows[j], rows[j], cells);
        }
      });
    }
  }

  private static void prelu(float[] row, float slope, int n) {
    if (!Float.isFinite(slope)) {
      for (int j = 0; j < n; j++) {
        row[j] = row[j] < 0 ? row[j] * slope : row[j];
      }
      return;
    }
    for (int j = 0; j < n; j++) {
      row[j] = Math.max(row[j], 0) + slope * Math.min(row[j], 0);
    }
  }

  /// @param exact zeros have to be kept from slopes that are not finite
  private static void prelu(float[] row, float[] slopes, int n, boolean exact) {
    if (exact) {
      for (int j = 0; j < n; j++) {
        row[j] = row[j] < 0 ? row[j] * slopes[j] : row[j];
      }
      return;
    }
    for (int j = 0; j < n; j++) {
      row[j] = Math.max(row[j], 0) + slopes[j] * Math.min(row[j], 0);
    }
  }
}
