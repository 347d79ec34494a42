package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.InputSpec;
import io.github.tfjs4j.keras.Layer;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.op.Binary;
import io.github.tfjs4j.op.Bound;
import io.github.tfjs4j.op.Compare;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/// The places of numbers in a vocabulary, behind one for the mask and some for numbers that it has
/// not; with `invert` the way back. What is looked up may be encoded as [CategoryEncodingLayer]
/// does.
public final class IntegerLookupLayer implements Layer {
  /// What bins are not counted; no place is so far.
  private static final int NOWHERE = Integer.MAX_VALUE;

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
    Config config = call.config();
    Vocabulary vocabulary = Vocabulary.of(config);
    Value x = tf.cast(call.input(), DataType.INT32);
    if (config.b("invert", false)) {
      return Lowered.unmasked(inverted(tf, x, vocabulary));
    }
    Value y = places(tf, x, vocabulary);
    if (vocabulary.mask().isPresent()) {
      Value masked = tf.compare(Compare.F.EQUAL, x, tf.scalar(vocabulary.mask().get()));
      y = tf.select(masked, tf.scalar(vocabulary.isInt() ? 0 : NOWHERE), y);
    }
    Value encoded =
        CategoryEncodingLayer.encoded(call, y, vocabulary.depth(config), vocabulary.mode());
    // Keras 3 counts in the type of the vocabulary.
    return Lowered.unmasked(
        call.semantics() == Semantics.KERAS3 ? tf.cast(encoded, DataType.INT32) : encoded);
  }

  /// @param tokens without mask and what stands for others
  /// @param others how many places there are for numbers that are not among the tokens
  private record Vocabulary(
      int[] tokens, Optional<Integer> mask, int others, int other, String mode) {
    static Vocabulary of(Config config) {
      int[] given =
          config
              .ints("vocabulary")
              .orElseThrow(() ->
                  new UnsupportedModelException(
                      "its vocabulary was adapted to data and is not in its config; give it to the"
                          + " layer before the model is saved"));
      Optional<Integer> mask =
          config.has("mask_token") ? Optional.of(config.i("mask_token")) : Optional.empty();
      int others = config.i("num_oov_indices", 1);
      if (others < 0) {
        throw config.wrong("num_oov_indices", "at least 0");
      }
      int other = config.i("oov_token", -1);
      // A vocabulary may be given with its special tokens in front.
      int special = 0;
      while (special < given.length
          && ((special == 0 && mask.isPresent() && given[0] == mask.get())
              || given[special] == other)) {
        special++;
      }
      int[] tokens = Arrays.copyOfRange(given, special, given.length);
      if (tokens.length == 0) {
        throw config.wrong("vocabulary", "a list of ints");
      }
      return new Vocabulary(tokens, mask, others, other, config.s("output_mode", "int"));
    }

    boolean isInt() {
      return mode.equals("int");
    }

    /// The place of the first number that is not among the tokens.
    int firstOther() {
      return mask.isPresent() && isInt() ? 1 : 0;
    }

    int firstToken() {
      return firstOther() + others;
    }

    int depth(Config config) {
      boolean padded = config.b("pad_to_max_tokens", false) && config.has("max_tokens");
      return padded ? config.positive("max_tokens") : Math.addExact(firstToken(), tokens.length);
    }
  }

  private static Value places(Tf tf, Value x, Vocabulary vocabulary) {
    int n = vocabulary.tokens().length;
    Integer[] order = IntStream.range(0, n).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingInt(i -> vocabulary.tokens()[i]));
    int[] sorted = Arrays.stream(order).mapToInt(i -> vocabulary.tokens()[i]).toArray();
    int[] places = Arrays.stream(order).mapToInt(i -> vocabulary.firstToken() + i).toArray();
    Value row = tf.reshape(x, 1, -1);
    Value at = tf.op(new Bound(Bound.F.LOWER), tf.constant(Tensor.of(sorted, Shape.of(1, n))), row);
    Value within = tf.reshape(tf.minimum(at, tf.scalar(n - 1)), tf.shapeOf(x));
    Value found = tf.compare(Compare.F.EQUAL, tf.gather(tf.ints(sorted), within, 0), x);
    return tf.select(found, tf.gather(tf.ints(places), within, 0), other(tf, x, vocabulary));
  }

  private static Value other(Tf tf, Value x, Vocabulary vocabulary) {
    if (vocabulary.others() <= 1) {
      return tf.scalar(vocabulary.others() == 0 ? -1 : vocabulary.firstOther());
    }
    Value bucket = tf.binary(Binary.F.FLOOR_MOD, x, tf.scalar(vocabulary.others()));
    return tf.add(bucket, tf.scalar(vocabulary.firstOther()));
  }

  private static Value inverted(Tf tf, Value x, Vocabulary vocabulary) {
    int[] all = new int[vocabulary.firstToken() + vocabulary.tokens().length];
    Arrays.fill(all, vocabulary.other());
    if (vocabulary.firstOther() > 0) {
      all[0] = vocabulary.mask().orElseThrow();
    }
    System.arraycopy(
        vocabulary.tokens(), 0, all, vocabulary.firstToken(), vocabulary.tokens().length);
    Value within = tf.maximum(tf.minimum(x, tf.scalar(all.length - 1)), tf.scalar(0));
    Value known = tf.compare(Compare.F.EQUAL, within, x);
    return tf.select(known, tf.gather(tf.ints(all), within, 0), tf.scalar(vocabulary.other()));
  }
}
