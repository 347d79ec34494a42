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
/// @param peak with which the speed of each is compared
/// @param nanos of the whole run
record RunProfile(Peak peak, long nanos, List<Line> lines) {
  private static final int SHOWN = 40;

  /// One node.
  ///
  /// @param times how often it ran: in a loop more than once
  /// @param multiplyAdds of all of these; 0 where it has none
  record Line(
      String node,
      String op,
      String kernel,
      TensorType type,
      int times,
      long multiplyAdds,
      long nanos) {
    private Line and(Line again) {
      return new Line(
          node,
          op,
          kernel,
          type,
          times + again.times,
          multiplyAdds + again.multiplyAdds,
          nanos + again.nanos);
    }

    /// Floating-point operations per second: a multiplication and an addition are two.
    private double flops() {
      return 2e9 * multiplyAdds / Math.max(1, nanos);
    }
  }

  /// Of one more run: the model has run before.
  ///
  /// @param wanted what was computed; none for all outputs
  /// @param threads on how many threads it was
  static RunProfile of(
      InferenceModel model, Map<String, Tensor> inputs, List<String> wanted, int threads) {
    long start = System.nanoTime();
    Profile profile = wanted.isEmpty() ? model.profile(inputs) : model.profile(inputs, wanted);
    long all = System.nanoTime() - start;
    Map<String, Line> lines = new LinkedHashMap<>();
    for (Profile.Entry e : profile.entries()) {
      lines.merge(
          e.node(),
          new Line(e.node(), e.op(), e.kernel(), e.result(), 1, e.multiplyAdds(), e.nanos()),
          Line::and);
    }
    return new RunProfile(
        Peak.measure(threads),
        all,
        lines.values().stream().sorted(Comparator.comparingLong(Line::nanos).reversed()).toList());
  }

  void print(PrintStream out) {
    TextTable table =
        new TextTable(
            ">Time ms", ">Share", ">GFLOP/s", ">Of peak", ">Runs", "Kernel", "Result", "Node");
    for (Line line : lines.subList(0, Math.min(SHOWN, lines.size()))) {
      table.row(
          millis(line.nanos),
          share(line.nanos),
          line.multiplyAdds == 0 ? "" : String.format(Locale.ROOT, "%.1f", line.flops() / 1e9),
          line.multiplyAdds == 0 ? "" : percent(line.flops() / peak.flops()),
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
    out.printf(Locale.ROOT, "Peak: %.1f GFLOP/s, %s%n", peak.flops() / 1e9, Peak.explained());
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.3f", nanos / 1e6);
  }

  private String share(long part) {
    return percent((double) part / Math.max(1, nanos));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
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
      boolean counted = line.multiplyAdds > 0;
      fields.put("multiplyAdds", Tree.of(line.multiplyAdds));
      fields.put("gflops", counted ? thousandths(line.flops() / 1e9) : Tree.NULL);
      fields.put("ofPeak", counted ? thousandths(line.flops() / peak.flops()) : Tree.NULL);
      all.add(Tree.object(fields));
    }
    return Tree.list(all);
  }

  private static Tree thousandths(double value) {
    return Tree.of(Math.round(value * 1000) / 1000.0);
  }
}
