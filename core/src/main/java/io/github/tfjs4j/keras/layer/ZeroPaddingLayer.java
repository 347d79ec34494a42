package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// Surrounds sequences (`ZeroPadding1D`), images or volumes with zeros.
public final class ZeroPaddingLayer implements Layer {
  private final int rank;

  /// @param rank how many axes of space there are
  public ZeroPaddingLayer(int rank) {
    this.rank = rank;
  }

  @Override
  public String className() {
    return "ZeroPadding" + rank + "D";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRank(rank + 2);
  }

  @Override
  public Lowered lower(LayerCall call) {
    int[][] borders = Borders.of(call.config(), "padding", rank);
    DataFormat format = DataFormat.of(call.config());
    if (rank == 3) {
      return Lowered.unmasked(volume(call, format, borders));
    }
    int[][] paddings = new int[rank + 2][2];
    System.arraycopy(borders, 0, paddings, format.firstSpatialAxis(), rank);
    return Lowered.unmasked(call.tf().pad(call.input(), paddings));
  }

  /// As four axes, because TF.js' WebGL backend pads no more: channels go with the batch, or with
  /// what they are the last axis of.
  private static Value volume(LayerCall call, DataFormat format, int[][] borders) {
    Tf tf = call.tf();
    Value x = call.input();
    boolean first = format.isFirst();
    int channels = x.shape().dim(first ? 1 : 4);
    if (!first && channels == Shape.UNKNOWN_DIM) {
      throw new ShapeException("takes a known number of channels, found " + x.type());
    }
    List<Length> lengths = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      lengths.add(Length.of(x, i));
    }
    int width = first ? 1 : channels;
    List<Length> merged =
        first
            ? List.of(Length.product(x, 0, 2), lengths.get(2), lengths.get(3), lengths.get(4))
            : List.of(lengths.get(0), lengths.get(1), lengths.get(2), Length.product(x, 3, 5));
    int[][] paddings = {
      {0, 0},
      borders[0],
      borders[1],
      {Math.multiplyExact(borders[2][0], width), Math.multiplyExact(borders[2][1], width)},
    };
    Value padded = tf.pad(Length.reshape(tf, x, merged), paddings);
    int axis = format.firstSpatialAxis();
    for (int i = 0; i < 3; i++) {
      lengths.set(
          axis + i, lengths.get(axis + i).plus(Math.addExact(borders[i][0], borders[i][1])));
    }
    return Length.reshape(tf, padded, lengths);
  }
}
