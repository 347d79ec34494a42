package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Tf;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The layer in its config, on each time step (axis 1) by itself:
///
///     [b, t, ...] -> [b * t, ...] -> layer -> [b * t, ...] -> [b, t, ...]
///
/// which is right for any layer, since none mixes the elements of a batch. The mask passes by.
public final class TimeDistributed implements Layer {
  @Override
  public String className() {
    return "TimeDistributed";
  }

  @Override
  public Lowered lower(LayerCall call) {
    Value x = call.input();
    if (!x.shape().hasRank() || x.shape().rank() < 3) {
      throw new ShapeException(
          call.describe()
              + " takes an input of [batch, time, ...] of rank 3 or more, but is given "
              + x.shape());
    }
    Tf tf = call.tf();
    Value steps = merged(tf, x);
    Lowered inner =
        call.lower(
            call.config().get("layer"), call.scope(), List.of(steps), List.of(Optional.empty()));
    return new Lowered(
        inner.values().stream().map(y -> split(tf, y, x)).toList(),
        inner.values().stream().map(_ -> call.mask()).toList());
  }

  /// `[b, t, ...]` as `[b * t, ...]`. Where other lengths are unknown too, those are looked up and
  /// the product is left to the op.
  private static Value merged(Tf tf, Value x) {
    Length both = Length.product(x, 0, 2);
    List<Length> step =
        IntStream.range(2, x.shape().rank()).mapToObj(i -> Length.of(x, i)).toList();
    if (both.isKnown()
        || step.stream().allMatch(Length::isKnown)
        || step.stream().anyMatch(l -> l.known() == 0)) {
      return Length.reshape(tf, x, Stream.concat(Stream.of(both), step.stream()).toList());
    }
    Stream<Value> lengths = step.stream().map(l -> l.value().apply(tf));
    return tf.reshape(
        x, tf.shapeVector(Stream.concat(Stream.of(tf.scalar(-1)), lengths).toArray(Value[]::new)));
  }

  /// `[b * t, ...]` as `[b, t, ...]`, where `b` and `t` are those of `x`.
  private static Value split(Tf tf, Value y, Value x) {
    Stream<Length> step = IntStream.range(1, y.shape().rank()).mapToObj(i -> Length.of(y, i));
    return Length.reshape(
        tf, y, Stream.concat(Stream.of(Length.of(x, 0), Length.of(x, 1)), step).toList());
  }
}
