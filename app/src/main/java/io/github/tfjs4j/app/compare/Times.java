package io.github.tfjs4j.app.compare;

import io.github.tfjs4j.tree.Tree;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How long the predictions of one model took.
///
/// @param sorted milliseconds each, the shortest first
record Times(List<Double> sorted) {
  static Times of(List<Double> ms) {
    return new Times(ms.stream().sorted().toList());
  }

  static Times of(double... ms) {
    return of(Arrays.stream(ms).boxed().toList());
  }

  double median() {
    int n = sorted.size();
    return (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
  }

  int runs() {
    return sorted.size();
  }

  Tree tree() {
    Map<String, Tree> fields = new LinkedHashMap<>();
    fields.put("median", micros(median()));
    fields.put("min", micros(sorted.getFirst()));
    fields.put("max", micros(sorted.getLast()));
    fields.put(
        "mean", micros(sorted.stream().mapToDouble(Double::doubleValue).average().orElse(0)));
    fields.put("runs", Tree.of(runs()));
    return Tree.object(fields);
  }

  private static Tree micros(double ms) {
    return Tree.of(Math.round(ms * 1000) / 1000.0);
  }
}
