package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.op.Reduce;
import java.util.stream.IntStream;

/// What the global pooling layers share.
final class GlobalPooling {
  private GlobalPooling() {}

  /// All axes of space reduced to nothing, or to length 1 under `keepdims`.
  static Value reduce(LayerCall call, Reduce.F f, int rank) {
    Value x = call.input();
    return call.tf().reduce(f, x, keepDims(call), axes(call, rank));
  }

  static boolean keepDims(LayerCall call) {
    return call.config().b("keepdims", false);
  }

  /// The axes of space.
  static int[] axes(LayerCall call, int rank) {
    int first = DataFormat.of(call.config()).firstSpatialAxis();
    return IntStream.range(first, first + rank).toArray();
  }
}
