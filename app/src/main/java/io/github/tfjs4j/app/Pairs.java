package io.github.tfjs4j.app;

import static io.github.tfjs4j.Converter.Format.KERAS;
import static io.github.tfjs4j.Converter.Format.KERAS_KERAS;
import static io.github.tfjs4j.Converter.Format.KERAS_SAVED_MODEL;
import static io.github.tfjs4j.Converter.Format.TFJS_GRAPH_MODEL;
import static io.github.tfjs4j.Converter.Format.TFJS_LAYERS_MODEL;
import static io.github.tfjs4j.Converter.Format.TF_FROZEN_MODEL;
import static io.github.tfjs4j.Converter.Format.TF_HUB;
import static io.github.tfjs4j.Converter.Format.TF_SAVED_MODEL;

import io.github.tfjs4j.Converter.Format;
import io.github.tfjs4j.UnsupportedModelException;
import java.util.List;
import java.util.stream.Collectors;

/// Which formats convert into which: what the original converter can, and what we can so far.
final class Pairs {
  /// From one format to another.
  record Pair(Format from, Format to) {
    @Override
    public String toString() {
      return from.label() + " to " + to.label();
    }
  }

  private static final List<Pair> AVAILABLE =
      List.of(
          new Pair(TFJS_LAYERS_MODEL, TFJS_GRAPH_MODEL),
          new Pair(TFJS_LAYERS_MODEL, TFJS_LAYERS_MODEL));

  private static final List<Pair> ORIGINAL =
      List.of(
          new Pair(KERAS, TFJS_LAYERS_MODEL),
          new Pair(KERAS, TFJS_GRAPH_MODEL),
          new Pair(KERAS_KERAS, TFJS_LAYERS_MODEL),
          new Pair(KERAS_SAVED_MODEL, TFJS_LAYERS_MODEL),
          new Pair(TF_SAVED_MODEL, TFJS_GRAPH_MODEL),
          new Pair(TF_HUB, TFJS_GRAPH_MODEL),
          new Pair(TF_FROZEN_MODEL, TFJS_GRAPH_MODEL),
          new Pair(TFJS_LAYERS_MODEL, TFJS_LAYERS_MODEL),
          new Pair(TFJS_LAYERS_MODEL, TFJS_GRAPH_MODEL),
          new Pair(TFJS_LAYERS_MODEL, KERAS),
          new Pair(TFJS_LAYERS_MODEL, KERAS_KERAS),
          new Pair(TFJS_LAYERS_MODEL, KERAS_SAVED_MODEL));

  /// Names the pairs that convert: for help and messages.
  static String available() {
    return AVAILABLE.stream().map(Pair::toString).collect(Collectors.joining(", "));
  }

  /// @param to the output format, `None` where it neither was given nor follows from the input
  ///   format
  /// @throws UnsupportedModelException where the pair does not exist, or not yet
  static Pair check(String from, String to) {
    return ORIGINAL.stream()
        .filter(p -> p.from().label().equals(from) && p.to().label().equals(to))
        .findFirst()
        .map(Pairs::checkAvailable)
        .orElseThrow(() ->
            new UnsupportedModelException(
                "Unsupported input_format - output_format pair: "
                    + from
                    + " - "
                    + to
                    + (from.equals(TFJS_GRAPH_MODEL.label())
                        ? "\nA GraphModel is frozen already: there is nothing to convert."
                        : "")));
  }

  private static Pair checkAvailable(Pair pair) {
    if (!AVAILABLE.contains(pair)) {
      throw new UnsupportedModelException(
          "Converting " + pair + " is not available yet. Available: " + available() + ".");
    }
    return pair;
  }

  private Pairs() {}
}
