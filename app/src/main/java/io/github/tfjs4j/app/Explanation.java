package io.github.tfjs4j.app;

import io.github.tfjs4j.Converter;
import io.github.tfjs4j.pass.Pipeline;
import io.github.tfjs4j.tree.Tree;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What each pass of a conversion did, and which rules it applied how often.
final class Explanation {
  /// Of a conversion that was no more than another way to store a model there is nothing to say.
  static void print(Converter.Report report, PrintStream out) {
    switch (report) {
      case Converter.Converted converted -> print(converted.translation(), out);
      case Converter.Explained explained -> print(explained.translation(), out);
      case Converter.Optimized optimized ->
          print("read the graph", optimized.nodesBefore(), optimized.passes(), out);
      case Converter.Stored _ -> {}
    }
  }

  private static void print(Converter.Translation translation, PrintStream out) {
    print("lower layers", translation.nodesBefore(), translation.passes(), out);
  }

  private static void print(
      String first, int nodes, List<Pipeline.PassRun> passes, PrintStream out) {
    TextTable table = new TextTable("Pass", ">Nodes", ">ms", "Rules applied");
    table.row(first, Integer.toString(nodes), "", "");
    for (Pipeline.PassRun step : passes) {
      List<String> rules = rules(step.applied());
      table.row(
          step.pass(),
          step.before() + " -> " + step.after(),
          String.format(Locale.ROOT, "%.1f", step.millis()),
          rules.isEmpty() ? "" : rules.getFirst());
      rules.stream().skip(1).forEach(rule -> table.row("", "", "", rule));
    }
    table.print(out);
  }

  /// The same, and what [Summary] prints, for JSON.
  static Tree tree(Converter.Explained report) {
    Converter.Translation translation = report.translation();
    Map<String, Tree> json = new LinkedHashMap<>();
    json.put("nodesBefore", Tree.of(translation.nodesBefore()));
    json.put("nodesAfter", Tree.of(translation.nodesAfter()));
    json.put("weightBytes", Tree.of(report.weightBytesBefore()));
    json.put("millis", Tree.of(report.millis()));
    json.put("passes", Tree.list(translation.passes().stream().map(Explanation::tree).toList()));
    json.put("semantics", Tree.of(translation.semantics().label()));
    json.put("semanticsLayers", strings(translation.semanticsLayers()));
    json.put("loops", strings(translation.loops()));
    json.put("warnings", strings(translation.warnings()));
    return Tree.object(json);
  }

  private static Tree tree(Pipeline.PassRun step) {
    Map<String, Tree> rules = new LinkedHashMap<>();
    new TreeMap<>(step.applied()).forEach((rule, n) -> rules.put(rule, Tree.of(n)));
    Map<String, Tree> pass = new LinkedHashMap<>();
    pass.put("name", Tree.of(step.pass()));
    pass.put("nodesBefore", Tree.of(step.before()));
    pass.put("nodesAfter", Tree.of(step.after()));
    pass.put("millis", Tree.of(step.millis()));
    pass.put("rules", Tree.object(rules));
    return Tree.object(pass);
  }

  private static Tree strings(List<String> all) {
    return Tree.list(all.stream().map(Tree::of).toList());
  }

  /// The most frequent rule first.
  private static List<String> rules(Map<String, Integer> applied) {
    return new TreeMap<>(applied)
        .entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .map(rule -> rule.getKey() + " " + rule.getValue())
            .collect(Collectors.toList());
  }

  private Explanation() {}
}
