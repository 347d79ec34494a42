package io.github.tfjs4j.app;

import io.github.tfjs4j.ConvertOptions;
import io.github.tfjs4j.Converter;
import io.github.tfjs4j.format.Written;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/// What a conversion came to, in a few lines.
final class Summary {
  private static final int LAYERS_SHOWN = 8;

  static void print(Converter.Report report, ConvertOptions options, PrintStream out) {
    String time = String.format(Locale.ROOT, ", %.2f s", report.millis() / 1000);
    String weights = "weights " + bytes(report.weightBytesBefore());
    switch (report) {
      case Converter.Stored stored -> {
        out.println(stored.output() + ": " + weights + to(stored.written()) + time);
        warn(stored.written().warnings(), out);
      }
      case Converter.Converted converted -> {
        String nodes = nodes(converted.translation());
        out.println(converted.output() + ": " + nodes + weights + to(converted.written()) + time);
        print(converted.translation(), options, out);
        warn(converted.written().warnings(), out);
      }
      case Converter.Optimized optimized -> {
        String nodes = nodes(optimized.nodesBefore(), optimized.nodesAfter());
        out.println(optimized.output() + ": " + nodes + weights + to(optimized.written()) + time);
        printLoops(optimized.loops(), options, out);
        warn(optimized.warnings(), out);
        warn(optimized.written().warnings(), out);
      }
      case Converter.Explained explained -> {
        out.println(nodes(explained.translation()) + weights + time);
        print(explained.translation(), options, out);
      }
    }
  }

  private static String nodes(Converter.Translation t) {
    return nodes(t.nodesBefore(), t.nodesAfter());
  }

  private static String nodes(int before, int after) {
    return count(before, "node") + " -> " + after + ", ";
  }

  private static String to(Written written) {
    return " -> " + bytes(written.weightBytes()) + " in " + count(written.weightFiles(), "file");
  }

  private static void print(
      Converter.Translation translation, ConvertOptions options, PrintStream out) {
    if (!translation.semanticsLayers().isEmpty()) {
      out.println(
          "numbers as in "
              + translation.semantics().label()
              + ", which matters in "
              + some(translation.semanticsLayers())
              + " (--semantics chooses)");
    }
    printLoops(translation.loops(), options, out);
    warn(translation.warnings(), out);
  }

  private static void warn(List<String> warnings, PrintStream out) {
    warnings.forEach(warning -> out.println("warning: " + warning));
  }

  private static void printLoops(List<String> loops, ConvertOptions options, PrintStream out) {
    if (!loops.isEmpty()) {
      out.println(
          "TF.js runs this model with executeAsync(), not with predict(), because of "
              + count(loops.size(), "loop")
              + ": "
              + some(loops));
      out.println(
          options.optimize().unroll().known()
              ? "--max_time_steps=N or --input_shape, if the length of its sequences is bounded or"
                  + " known, make a graph for predict(), which is also faster"
              : "without --unroll=never a known number of time steps makes a graph for predict()");
    }
  }

  private static String some(List<String> layers) {
    return layers.size() <= LAYERS_SHOWN
        ? String.join(", ", layers)
        : String.join(", ", layers.subList(0, LAYERS_SHOWN))
            + " and "
            + (layers.size() - LAYERS_SHOWN)
            + " more";
  }

  static String count(long n, String noun) {
    return n + " " + noun + (n == 1 ? "" : "s");
  }

  /// `532 B`, `13.4 kB`, `97.8 MB`: powers of 1000, as file managers and download sizes have it.
  static String bytes(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    double value = bytes;
    String[] units = {"kB", "MB", "GB", "TB"};
    int unit = -1;
    while (value >= 999.95 && unit < units.length - 1) {
      value /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
  }

  private Summary() {}
}
