package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Compare;
import io.github.tfjs4j.op.Range;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.Unary;
import java.util.List;
import java.util.Optional;

/// What attention layers have in common: scores, masked and made shares of 1, of values.
///
/// @param result what is attended to
/// @param shares how much of each value is in it
record Attending(Value result, Value shares) {
  /// What masked scores are: as far below all others as in Keras.
  private static final float FAR_BELOW = -1e9f;

  /// @param scores `[..., T, S]`
  /// @param mask of the scores, where true counts, or anything that spreads over them
  static Attending of(Tf tf, Value scores, Value values, Optional<Value> mask) {
    Value shares = shares(tf, scores, mask);
    return new Attending(tf.matMul(shares, values), shares);
  }

  /// The scores as shares of 1 along their last axis.
  static Value shares(Tf tf, Value scores, Optional<Value> mask) {
    return tf.softmax(mask.map(m -> tf.select(m, scores, tf.scalar(FAR_BELOW))).orElse(scores));
  }

  /// Masks that must all be true; empty without any.
  static Optional<Value> all(Tf tf, List<Optional<Value>> masks) {
    return masks.stream()
        .flatMap(Optional::stream)
        .reduce((a, b) -> tf.compare(Compare.F.LOGICAL_AND, a, b));
  }

  /// `[T, S]`, true where a step of the first sequence may look at one of the second: at none
  /// behind it.
  static Value causal(Tf tf, Value query, Value value) {
    return tf.compare(Compare.F.GREATER_EQUAL, steps(tf, query, 1), steps(tf, value, 0));
  }

  /// `[T, S]`, true where the two steps are less than `width` apart.
  static Value near(Tf tf, Value query, Value value, int width) {
    Value apart = tf.sub(steps(tf, query, 1), steps(tf, value, 0));
    return tf.compare(Compare.F.LESS, tf.unary(Unary.F.ABS, apart), tf.scalar(width));
  }

  private static Value steps(Tf tf, Value x, int axis) {
    Value steps = tf.op(new Range(), tf.scalar(0), tf.dim(x, 1), tf.scalar(1));
    return tf.expandDims(steps, axis);
  }
}
