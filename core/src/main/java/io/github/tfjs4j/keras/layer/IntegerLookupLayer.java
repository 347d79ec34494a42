package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.op.Bound;
import io.github.tfjs4j.op.Compare;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The places of numbers in a [Vocabulary]; with `invert` the way back.
public final class IntegerLookupLayer implements Layer {
  @Override
  public String className() {
    return "IntegerLookup";
  }

  @Override
  public InputSpec inputSpec() {
    return InputSpec.ONE;
  }

  @Override
  public Lowered lower(LayerCall call) {
    Tf tf = call.tf();
    Vocabulary<Integer> vocabulary =
        Vocabulary.of(
            call.config(),
            t -> t.isInt() ? Optional.of(t.intValue()) : Optional.empty(),
            "a list of ints",
            -1);
    Value x = tf.cast(call.input(), DataType.INT32);
    if (call.config().b("invert", false)) {
      return Lowered.unmasked(inverted(tf, x, vocabulary));
    }
    Value y = places(tf, x, vocabulary);
    if (vocabulary.mask().isPresent()) {
      Value masked = tf.compare(Compare.F.EQUAL, x, tf.scalar(vocabulary.mask().get()));
      y = tf.select(masked, tf.scalar(vocabulary.maskedPlace()), y);
    }
    return vocabulary.encoded(call, y);
  }

  private static Value places(Tf tf, Value x, Vocabulary<Integer> vocabulary) {
    List<Integer> tokens = vocabulary.tokens();
    int n = tokens.size();
    List<Integer> order =
        IntStream.range(0, n).boxed().sorted(Comparator.comparing(tokens::get)).toList();
    int[] sorted = order.stream().mapToInt(tokens::get).toArray();
    int[] places = order.stream().mapToInt(i -> vocabulary.firstToken() + i).toArray();
    Value row = tf.reshape(x, 1, -1);
    Value at = tf.op(new Bound(Bound.F.LOWER), tf.constant(Tensor.of(sorted, Shape.of(1, n))), row);
    Value within = tf.reshape(tf.minimum(at, tf.scalar(n - 1)), tf.shapeOf(x));
    Value found = tf.compare(Compare.F.EQUAL, tf.gather(tf.ints(sorted), within, 0), x);
    return tf.select(found, tf.gather(tf.ints(places), within, 0), other(tf, x, vocabulary));
  }

  private static Value other(Tf tf, Value x, Vocabulary<Integer> vocabulary) {
    if (vocabulary.others() <= 1) {
      return tf.scalar(vocabulary.others() == 0 ? -1 : vocabulary.firstOther());
    }
    Value bucket = tf.binary(Binary.F.FLOOR_MOD, x, tf.scalar(vocabulary.others()));
    return tf.add(bucket, tf.scalar(vocabulary.firstOther()));
  }

  private static Value inverted(Tf tf, Value x, Vocabulary<Integer> vocabulary) {
    int[] all = vocabulary.all().stream().mapToInt(Integer::intValue).toArray();
    Value within = tf.maximum(tf.minimum(x, tf.scalar(all.length - 1)), tf.scalar(0));
    Value known = tf.compare(Compare.F.EQUAL, within, x);
    return tf.select(known, tf.gather(tf.ints(all), within, 0), tf.scalar(vocabulary.other()));
  }
}
