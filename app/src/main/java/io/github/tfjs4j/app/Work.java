package io.github.tfjs4j.app;

import io.github.tfjs4j.MultiplyAdds;
import io.github.tfjs4j.PlannedMemory;
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

  /// `Memory plan: 4.8 MB for x [1, 224, 224, 3]`
  static String text(PlannedMemory memory) {
    String inputs =
        memory.inputs().entrySet().stream()
            .map(e -> e.getKey() + " " + e.getValue().shape())
            .collect(Collectors.joining(", "));
    return "Memory plan: "
        + (memory.bytes().isPresent()
            ? Summary.bytes(memory.bytes().getAsLong()) + " for "
            : "follows from shapes that are open, which --input_shape fixes: ")
        + inputs;
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

  /// Puts `memoryPlan`: `bytes`, null where they are not known, and the `inputs` that they are for.
  static void writeTo(Map<String, Tree> json, PlannedMemory memory) {
    Map<String, Tree> inputs = new LinkedHashMap<>();
    memory.inputs().forEach((name, type) -> inputs.put(name, TypeTree.of(type)));
    Map<String, Tree> plan = new LinkedHashMap<>();
    plan.put("bytes", memory.bytes().isPresent() ? Tree.of(memory.bytes().getAsLong()) : Tree.NULL);
    plan.put("inputs", Tree.object(inputs));
    json.put("memoryPlan", Tree.object(plan));
  }

  private static Tree counts(Map<String, Long> counts) {
    Map<String, Tree> fields = new LinkedHashMap<>();
    counts.forEach((op, n) -> fields.put(op, Tree.of(n)));
    return Tree.object(fields);
  }
}
