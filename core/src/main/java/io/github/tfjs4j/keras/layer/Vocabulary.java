package io.github.tfjs4j.keras.layer;

import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Config;
import io.github.tfjs4j.keras.LayerCall;
import io.github.tfjs4j.keras.Lowered;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What a lookup layer knows, and how its places are dealt out: one for the mask, then some for
/// what is not among the tokens, then one for each token.
///
/// @param tokens without the mask and what stands for others
/// @param mask what is hidden, where there is such a thing
/// @param others how many places there are for what is not among the tokens
/// @param other what these stand for
/// @param mode `int`, or how places are encoded; then the mask has none
record Vocabulary<T>(List<T> tokens, Optional<T> mask, int others, T other, String mode) {
  /// @param read a token as it stands in the config, empty where it is none
  /// @param wanted what tokens are, for messages
  /// @param byDefault what others stand for
  static <T> Vocabulary<T> of(
      Config config, Function<Tree, Optional<T>> read, String wanted, T byDefault) {
    if (!config.get("vocabulary").isList()) {
      throw new UnsupportedModelException(
          "its vocabulary is not in its config, because it was adapted to data or lies in a file;"
              + " give it to the layer before the model is saved");
    }
    List<T> given = new ArrayList<>();
    for (Tree token : config.get("vocabulary")) {
      given.add(read.apply(token).orElseThrow(() -> config.wrong("vocabulary", wanted)));
    }
    Optional<T> mask = read.apply(config.get("mask_token"));
    T other = read.apply(config.get("oov_token")).orElse(byDefault);
    int others = config.i("num_oov_indices", 1);
    if (others < 0) {
      throw config.wrong("num_oov_indices", "at least 0");
    }
    // A vocabulary may be given with its special tokens in front.
    int special = 0;
    while (special < given.size()
        && ((special == 0 && mask.filter(given.getFirst()::equals).isPresent())
            || given.get(special).equals(other))) {
      special++;
    }
    List<T> tokens = List.copyOf(given.subList(special, given.size()));
    if (tokens.isEmpty()) {
      throw config.wrong("vocabulary", wanted);
    }
    return new Vocabulary<>(tokens, mask, others, other, config.s("output_mode", "int"));
  }

  boolean isInt() {
    return mode.equals("int");
  }

  /// Whether the mask has a place: the first.
  boolean hasMaskedPlace() {
    return mask.isPresent() && isInt();
  }

  /// The place of the first that is not among the tokens.
  int firstOther() {
    return hasMaskedPlace() ? 1 : 0;
  }

  int firstToken() {
    return Math.addExact(firstOther(), others);
  }

  /// Where what is hidden goes: what is counted has no place so far.
  int maskedPlace() {
    return isInt() ? 0 : Integer.MAX_VALUE;
  }

  /// What stands at each place.
  List<T> all() {
    List<T> all = new ArrayList<>();
    if (hasMaskedPlace()) {
      all.add(mask.orElseThrow());
    }
    all.addAll(Collections.nCopies(others, other));
    all.addAll(tokens);
    return all;
  }

  /// The places as the layer gives them.
  Lowered encoded(LayerCall call, Value places) {
    Config config = call.config();
    boolean padded = config.b("pad_to_max_tokens", false) && config.has("max_tokens");
    int depth = padded ? config.positive("max_tokens") : Math.addExact(firstToken(), tokens.size());
    Value encoded = CategoryEncodingLayer.encoded(call, places, depth, mode);
    // Keras 3 counts in ints.
    return Lowered.unmasked(
        call.semantics() == Semantics.KERAS3 ? call.tf().cast(encoded, DataType.INT32) : encoded);
  }
}
