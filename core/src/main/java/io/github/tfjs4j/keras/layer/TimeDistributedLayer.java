package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.op.Reduce;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The layer in its config, on each time step (axis 1) by itself:
///
///     [b, t, ...] -> [b * t, ...] -> layer -> [b * t, ...] -> [b, t, ...]
///
/// which is right for any layer that carries no state, since none mixes the elements of a batch.
///
/// A mask of the time steps passes by. In Keras one of what is within the steps, `[b, t, ...]`, is the
/// layer's, and where that keeps none a step counts if anything in it does.
public final class TimeDistributedLayer implements Layer {
  @Override
  public String className() {
    return "TimeDistributed";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE.ofRankAtLeast(3);
  }

  @Override
  public Lowered lower(LayerCall call) {
    Value x = call.input();
    if (!x.shape().hasRank() || x.shape().rank() < 3) {
      throw new ShapeException(
          "takes an input of [batch, time, ...] of rank 3 or more, but is given " + x.shape());
    }
    Tree layer = call.config().get("layer");
    if (layer.findAll("stateful").stream().anyMatch(v -> v.isTrue())) {
      throw new UnsupportedModelException(
          "holds a stateful layer, whose state would go from time step to time step; set"
              + " stateful to false");
    }
    Tf tf = call.tf();
    Optional<Value> within =
        call.semantics() == Semantics.TFJS
            ? Optional.empty()
            : call.mask().filter(m -> m.shape().rank() > 2);
    Lowered inner =
        call.lower(
            layer, call.scope(), List.of(merged(tf, x)), List.of(within.map(m -> merged(tf, m))));
    Optional<Value> passing = within.isEmpty() ? call.mask() : within.map(m -> anyWithin(tf, m));
    List<Optional<Value>> masks = new ArrayList<>();
    for (Optional<Value> mask : inner.masks()) {
      boolean own = mask.isPresent() && call.semantics() != Semantics.TFJS;
      masks.add(own ? mask.map(m -> split(tf, m, x)) : passing);
    }
    return new Lowered(inner.values().stream().map(y -> split(tf, y, x)).toList(), masks);
  }

  /// `[b, t]` of a mask `[b, t, ...]`: where anything is true.
  private static Value anyWithin(Tf tf, Value mask) {
    int[] axes = IntStream.range(2, mask.shape().rank()).toArray();
    return tf.reduce(Reduce.F.ANY, mask, false, axes);
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
