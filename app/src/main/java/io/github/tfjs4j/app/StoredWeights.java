package io.github.tfjs4j.app;

import io.github.tfjs4j.format.StoredModel;
import io.github.tfjs4j.tensor.StoredTensor;
import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tree.Tree;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How a model's weights are stored.
///
/// @param count how many there are
/// @param bytes of all of them
/// @param encodings bytes by stored type: `float32`, `uint8 (of float32)`
record StoredWeights(int count, long bytes, Map<String, Long> encodings) {
  /// Constants that lie in no file do not count.
  static StoredWeights of(StoredModel model) {
    return of(model.values());
  }

  static StoredWeights of(Stream<TensorSource> values) {
    int count = 0;
    long bytes = 0;
    Map<String, Long> encodings = new TreeMap<>();
    for (TensorSource weight : values.toList()) {
      if (weight instanceof StoredTensor stored) {
        count++;
        bytes += stored.bytes().size();
        encodings.merge(stored.encoding().label(), stored.bytes().size(), Long::sum);
      }
    }
    return new StoredWeights(count, bytes, encodings);
  }

  @Override
  public String toString() {
    String parts =
        encodings.entrySet().stream()
            .map(e -> e.getKey() + " " + Summary.bytes(e.getValue()))
            .collect(Collectors.joining(", "));
    return "Weights: "
        + count
        + ", "
        + Summary.bytes(bytes)
        + (encodings.size() > 1 ? ": " + parts : encodings.isEmpty() ? "" : " " + only());
  }

  private String only() {
    return encodings.keySet().iterator().next();
  }

  void writeTo(Map<String, Tree> json) {
    json.put("weights", Tree.of(count));
    json.put("weightBytes", Tree.of(bytes));
    Map<String, Tree> byType = new LinkedHashMap<>();
    encodings.forEach((type, n) -> byType.put(type, Tree.of(n)));
    json.put("weightBytesByType", Tree.object(byType));
  }
}
