package io.github.tfjs4j.app;

import io.github.tfjs4j.Converter;
import io.github.tfjs4j.pass.Pipeline;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

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
  static void write(Converter.Report report, ObjectNode json) {
    json.put("nodesBefore", report.nodesBefore());
    json.put("nodesAfter", report.nodesAfter());
    json.put("weightBytes", report.weightBytesBefore());
    json.put("millis", report.millis());
    ArrayNode passes = json.putArray("passes");
    for (Pipeline.PassRun step : report.passes()) {
      ObjectNode pass = passes.addObject();
      pass.put("name", step.pass());
      pass.put("nodesBefore", step.before());
      pass.put("nodesAfter", step.after());
      pass.put("millis", step.millis());
      ObjectNode rules = pass.putObject("rules");
      new TreeMap<>(step.applied()).forEach(rules::put);
    }
    report.semantics().ifPresent(semantics -> json.put("semantics", semantics.label()));
    report.semanticsLayers().forEach(json.putArray("semanticsLayers")::add);
    report.loops().forEach(json.putArray("loops")::add);
    report.warnings().forEach(json.putArray("warnings")::add);
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
