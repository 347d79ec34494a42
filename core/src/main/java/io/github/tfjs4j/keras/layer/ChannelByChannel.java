package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.BiasAdd;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.Transpose;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Layers that do the same to each channel by itself, as pooling and resizing do. Channels first
/// need no transposes then: `[N, C, H, W]` is as well `[N * C, H, W, 1]`.
final class ChannelByChannel {
  private ChannelByChannel() {}

  /// @param x the layer's input in its own format
  /// @param f the op on channels-last input
  /// @return the result in the layer's own format
  static Value apply(Tf tf, DataFormat format, Value x, UnaryOperator<Value> f) {
    int rank = x.shape().rank();
    boolean known = x.shape().sub(1, rank).isFullyDefined();
    if (!format.isFirst() || !known || isTransposed(x)) {
      return format.fromLast(tf, f.apply(format.toLast(tf, x)));
    }
    List<Length> apart = new ArrayList<>();
    apart.add(Length.product(x, 0, 2));
    for (int i = 2; i < rank; i++) {
      apart.add(Length.of(x, i));
    }
    apart.add(Length.of(1));
    Value y = f.apply(Length.reshape(tf, x, apart));
    List<Length> together = new ArrayList<>();
    together.add(Length.of(x, 0));
    together.add(Length.of(x, 1));
    for (int i = 1; i < rank - 1; i++) {
      together.add(Length.of(y, i));
    }
    return Length.reshape(tf, y, together);
  }

  /// Whether a layer before has made the channels the first axis: then a transpose here cancels
  /// that one.
  private static boolean isTransposed(Value x) {
    Op op = x.op();
    while (op.elementwise() || op instanceof BiasAdd) {
      x = x.node().input(0);
      op = x.op();
    }
    return op instanceof Transpose;
  }
}
