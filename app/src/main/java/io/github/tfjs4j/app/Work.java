package io.github.tfjs4j.app;

import io.github.tfjs4j.MultiplyAdds;
import io.github.tfjs4j.tree.Tree;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// How much a model computes, as commands print it.
final class Work {
  private Work() {}

  /// `Multiply-adds: 300,774,272 for one sample: MatMul 280,000,000, ...`
  static String text(MultiplyAdds work) {
    String parts =
        work.byOp().entrySet().stream()
            .map(e -> e.getKey() + " " + grouped(e.getValue()))
            .collect(Collectors.joining(", "));
    String unknown =
        work.unknown().entrySet().stream()
            .map(e -> e.getValue() + " " + e.getKey())
            .collect(Collectors.joining(", "));
    return "Multiply-adds: "
        + grouped(work.total())
        + " for one sample"
        + (parts.isEmpty() ? "" : ": " + parts)
        + (unknown.isEmpty() ? "" : "; without those of open shapes: " + unknown);
  }

  private static String grouped(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  /// Puts `multiplyAdds`, and what it is made of.
  static void writeTo(Map<String, Tree> json, MultiplyAdds work) {
    json.put("multiplyAdds", Tree.of(work.total()));
    json.put("multiplyAddsByOp", counts(work.byOp()));
    json.put("multiplyAddsUnknown", counts(work.unknown()));
  }

  private static Tree counts(Map<String, Long> counts) {
    Map<String, Tree> fields = new LinkedHashMap<>();
    counts.forEach((op, n) -> fields.put(op, Tree.of(n)));
    return Tree.object(fields);
  }
}
