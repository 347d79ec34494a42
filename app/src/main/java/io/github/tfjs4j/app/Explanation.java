package io.github.tfjs4j.app;

import io.github.tfjs4j.Converter;
import io.github.tfjs4j.pass.Pipeline;
import java.io.PrintStream;
import java.util.Locale;
import java.util.stream.Collectors;

/// What each pass of a conversion did.
final class Explanation {
  static void print(Converter.Report report, PrintStream out) {
    int width =
        report.passes().stream().mapToInt(p -> p.pass().length()).max().orElse(0);
    width = Math.max(width, "pass".length());
    out.printf("%-" + width + "s %16s %8s  %s%n", "pass", "nodes", "ms", "rules applied");
    for (Pipeline.Step pass : report.passes()) {
      String nodes = String.format(Locale.ROOT, "%d -> %d", pass.before(), pass.after());
      String rules =
          pass.applied().entrySet().stream()
              .map(rule -> rule.getKey() + " " + rule.getValue())
              .collect(Collectors.joining(", "));
      String line =
          String.format(
              Locale.ROOT,
              "%-" + width + "s %16s %8.1f  %s",
              pass.pass(),
              nodes,
              pass.millis(),
              rules);
      out.println(line.stripTrailing());
    }
  }

  private Explanation() {}
}
