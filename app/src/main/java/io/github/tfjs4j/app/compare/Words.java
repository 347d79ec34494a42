package io.github.tfjs4j.app.compare;

import io.github.tfjs4j.app.compare.Board.Engine;
import io.github.tfjs4j.app.compare.Board.Place;
import io.github.tfjs4j.app.compare.Board.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the numbers say.
final class Words {
  /// Nearer to each other than this, two medians are the same.
  private static final double NOISE = 0.03;

  private Words() {}

  /// `29 % faster`, `2.0 times as fast`, `as fast`, `29 % slower`.
  ///
  /// @param ratio how many times as fast the GraphModel is
  static String gain(double ratio) {
    if (Math.abs(ratio - 1) <= NOISE) {
      return "as fast";
    }
    if (ratio < 1) {
      return String.format(Locale.ROOT, "%.0f %% slower", 100 * (1 / ratio - 1));
    }
    return ratio < 1.5
        ? String.format(Locale.ROOT, "%.0f %% faster", 100 * (ratio - 1))
        : String.format(Locale.ROOT, "%.1f times as fast", ratio);
  }

  /// What is to be said of each pair and batch, behind its name and a colon.
  static List<String> of(Board board) {
    List<String> all = new ArrayList<>();
    List<Contest.Pair> pairs = board.contest().pairs();
    for (int p = 0; p < pairs.size(); p++) {
      for (int f = 0; f < pairs.get(p).feeds().size(); f++) {
        int pair = p;
        int feed = f;
        String said =
            Stream.of(tfjs(board, pair, feed), jvm(board, pair, feed))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" "));
        if (!said.isEmpty()) {
          String what = pairs.get(p).title() + ", " + pairs.get(p).feeds().get(f).label();
          all.add(what + ": " + said);
        }
      }
    }
    return all;
  }

  private static List<Place> places(Board board, Engine engine, int pair, int feed) {
    return board.places().stream()
        .filter(p -> p.engine() == engine && p.result(pair, feed).isPresent())
        .toList();
  }

  private static Optional<String> tfjs(Board board, int pair, int feed) {
    List<Result> results =
        places(board, Engine.TFJS, pair, feed).stream()
            .flatMap(p -> p.result(pair, feed).stream())
            .sorted(Comparator.comparingDouble(Result::gain))
            .toList();
    if (results.isEmpty()) {
      return Optional.empty();
    }
    String least = gain(results.getFirst().gain());
    String most = gain(results.getLast().gain());
    return Optional.of(
        "In TensorFlow.js the GraphModel is "
            + (least.equals(most) ? least : least + " to " + most)
            + (most.endsWith("as fast") ? " as the LayersModel." : " than the LayersModel."));
  }

  private static Optional<String> jvm(Board board, int pair, int feed) {
    Optional<Place> ours = fastest(places(board, Engine.JVM, pair, feed), pair, feed);
    if (ours.isEmpty()) {
      return Optional.empty();
    }
    Result own = ours.get().result(pair, feed).orElseThrow();
    String both =
        "tfjs4j on the JVM takes "
            + millis(own.layers().median())
            + " ms for the LayersModel and "
            + millis(own.graph().median())
            + " ms for the GraphModel";
    return Optional.of(
        fastest(places(board, Engine.TFJS, pair, feed), pair, feed)
            .map(other -> both + ": " + against(other, pair, feed, own) + ".")
            .orElse(both + "."));
  }

  private static String against(Place other, int pair, int feed, Result own) {
    double ratio = other.result(pair, feed).orElseThrow().graph().median() / own.graph().median();
    return String.format(
        Locale.ROOT,
        "%.1f times as %s as the fastest GraphModel in TensorFlow.js, %s",
        Math.max(ratio, 1 / ratio),
        ratio < 1 ? "slow" : "fast",
        other.label());
  }

  private static Optional<Place> fastest(List<Place> places, int pair, int feed) {
    return places.stream()
        .min(Comparator.comparingDouble(p -> p.result(pair, feed).orElseThrow().graph().median()));
  }

  /// Whether all computed the same, and what that means.
  static String agreement(Board board) {
    if (board.isEmpty()) {
      return "";
    }
    return (board.agrees()
            ? "All of them computed the same numbers."
            : "Not all of them computed the same numbers: the table says where they differ.")
        + " Every output of every model was compared with what the LayersModel gives in tfjs4j on the"
        + " same inputs: no value may differ by more than range / 10000, and as much again but at most"
        + " 1e-5, where range is the spread of the output or its largest magnitude, if that is more.";
  }

  /// Three digits that count.
  static String millis(double ms) {
    return String.format(Locale.ROOT, ms < 10 ? "%.2f" : ms < 100 ? "%.1f" : "%.0f", ms);
  }
}
