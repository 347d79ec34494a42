package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.tensor.Shape;
import java.util.List;
import java.util.function.Function;

/// A length of an axis: an int that is known now, or a scalar int32 value that the running model
/// computes. Nothing is built before it is needed.
///
/// @param known the length, or -1
/// @param value builds the length as a value
record Length(int known, Function<Tf, Value> value) {
  static Length of(int length) {
    return new Length(length, tf -> tf.scalar(length));
  }

  /// The length of an axis of `x`.
  static Length of(Value x, int axis) {
    int known = x.shape().dim(axis);
    return known == Shape.UNKNOWN_DIM ? new Length(known, tf -> tf.dim(x, axis)) : of(known);
  }

  /// The product of the lengths of axes `from` (inclusive) to `to` (exclusive) of `x`.
  static Length product(Value x, int from, int to) {
    Length product = of(1);
    for (int i = from; i < to; i++) {
      product = product.times(of(x, i));
    }
    return product;
  }

  boolean isKnown() {
    return known != Shape.UNKNOWN_DIM;
  }

  Length times(Length other) {
    if (isKnown() && other.isKnown()) {
      return of(Math.multiplyExact(known, other.known));
    }
    if (known == 1) {
      return other;
    }
    return other.known == 1
        ? this
        : new Length(
            Shape.UNKNOWN_DIM,
            tf -> tf.binary(Binary.F.MUL, value.apply(tf), other.value.apply(tf)));
  }

  Length plus(int cells) {
    if (isKnown()) {
      return of(Math.addExact(known, cells));
    }
    return cells == 0
        ? this
        : new Length(
            Shape.UNKNOWN_DIM, tf -> tf.binary(Binary.F.ADD_V2, value.apply(tf), tf.scalar(cells)));
  }

  /// `x` under another shape. One unknown length is left to the op to find, so that no shape is
  /// computed where at most one is unknown.
  static Value reshape(Tf tf, Value x, List<Length> to) {
    int last = -1;
    int unknown = 0;
    boolean empty = false;
    for (int i = 0; i < to.size(); i++) {
      empty |= to.get(i).known == 0;
      if (!to.get(i).isKnown()) {
        unknown++;
        last = i;
      }
    }
    if (unknown == 0 || (unknown == 1 && !empty)) {
      return tf.reshape(x, to.stream().mapToInt(Length::known).toArray());
    }
    Value[] lengths = new Value[to.size()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = i == last && !empty ? tf.scalar(-1) : to.get(i).value.apply(tf);
    }
    return tf.reshape(x, tf.shapeVector(lengths));
  }
}
