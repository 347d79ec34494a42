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
  static void print(Converter.Report report, PrintStream out) {
    TextTable table = new TextTable("Pass", ">Nodes", ">ms", "Rules applied");
    table.row("lower layers", Integer.toString(report.nodesBefore()), "", "");
    for (Pipeline.PassRun step : report.passes()) {
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

  /// The same, and what [Summary] prints, as JSON.
  static Tree tree(Converter.Report report) {
    Map<String, Tree> json = new LinkedHashMap<>();
    json.put("nodesBefore", Tree.of(report.nodesBefore()));
    json.put("nodesAfter", Tree.of(report.nodesAfter()));
    json.put("weightBytes", Tree.of(report.weightBytesBefore()));
    json.put("millis", Tree.of(report.millis()));
    json.put("passes", Tree.list(report.passes().stream().map(Explanation::tree).toList()));
    report.semantics().ifPresent(s -> json.put("semantics", Tree.of(s.label())));
    json.put("semanticsLayers", strings(report.semanticsLayers()));
    json.put("loops", strings(report.loops()));
    json.put("warnings", strings(report.warnings()));
    return Tree.object(json);
  }

  private static Tree tree(Pipeline.PassRun step) {
    Map<String, Tree> rules = new TreeMap<>();
    step.applied().forEach((rule, n) -> rules.put(rule, Tree.of(n)));
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
