package io.github.tfjs4j.app;

import io.github.tfjs4j.InferenceModel;
import io.github.tfjs4j.exec.Profile;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import io.github.tfjs4j.tree.Tree;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Where the time of a run went, the slowest nodes first. A node that calls functions takes the
/// time of their nodes, too.
///
/// @param nanos of the whole run
record RunProfile(long nanos, List<Line> lines) {
  private static final int SHOWN = 40;

  /// One node.
  ///
  /// @param times how often it ran: in a loop more than once
  record Line(String node, String op, String kernel, TensorType type, int times, long nanos) {
    private Line and(Line again) {
      return new Line(node, op, kernel, type, times + again.times, nanos + again.nanos);
    }
  }

  /// Of one more run: the model has run before.
  ///
  /// @param wanted what was computed; none for all outputs
  static RunProfile of(InferenceModel model, Map<String, Tensor> inputs, List<String> wanted) {
    long start = System.nanoTime();
    Profile profile = wanted.isEmpty() ? model.profile(inputs) : model.profile(inputs, wanted);
    long all = System.nanoTime() - start;
    Map<String, Line> lines = new LinkedHashMap<>();
    for (Profile.Entry e : profile.entries()) {
      lines.merge(
          e.node(), new Line(e.node(), e.op(), e.kernel(), e.result(), 1, e.nanos()), Line::and);
    }
    return new RunProfile(
        all,
        lines.values().stream().sorted(Comparator.comparingLong(Line::nanos).reversed()).toList());
  }

  void print(PrintStream out) {
    TextTable table = new TextTable(">Time ms", ">Share", ">Runs", "Kernel", "Result", "Node");
    for (Line line : lines.subList(0, Math.min(SHOWN, lines.size()))) {
      table.row(
          millis(line.nanos),
          share(line.nanos),
          Integer.toString(line.times),
          line.kernel,
          line.type.toString(),
          line.node);
    }
    table.print(out);
    if (lines.size() > SHOWN) {
      List<Line> others = lines.subList(SHOWN, lines.size());
      long sum = others.stream().mapToLong(Line::nanos).sum();
      out.println(
          Summary.count(others.size(), "other node") + ": " + millis(sum) + " ms, " + share(sum));
    }
    out.println("Profiled run: " + millis(nanos) + " ms");
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.3f", nanos / 1e6);
  }

  private String share(long part) {
    return String.format(Locale.ROOT, "%.1f %%", 100.0 * part / Math.max(1, nanos));
  }

  /// All of them.
  Tree tree() {
    List<Tree> all = new ArrayList<>();
    for (Line line : lines) {
      Map<String, Tree> fields = new LinkedHashMap<>();
      fields.put("node", Tree.of(line.node));
      fields.put("op", Tree.of(line.op));
      fields.put("kernel", Tree.of(line.kernel));
      TypeTree.put(line.type, fields);
      fields.put("runs", Tree.of(line.times));
      fields.put("ms", Tree.of(Math.round(line.nanos / 1e3) / 1e3));
      fields.put("share", Tree.of(Math.round(1e4 * line.nanos / Math.max(1, nanos)) / 1e4));
      all.add(Tree.object(fields));
    }
    return Tree.list(all);
  }
}
