package io.github.tfjs4j.app;

import io.github.tfjs4j.tree.Tree;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// How long a model took.
///
/// @param loadMs to read it and make it ready
/// @param firstMs of the first run
/// @param medianMs of the runs that were measured
/// @param minMs of the fastest of them
/// @param runs how many they were
record RunTimes(
    double loadMs, double firstMs, double medianMs, double minMs, int runs, int threads) {

  Tree tree() {
    Map<String, Tree> fields = new LinkedHashMap<>();
    fields.put("loadMs", millis(loadMs));
    fields.put("firstMs", millis(firstMs));
    fields.put("medianMs", millis(medianMs));
    fields.put("minMs", millis(minMs));
    fields.put("runs", Tree.of(runs));
    fields.put("threads", Tree.of(threads));
    return Tree.object(fields);
  }

  /// To the microsecond.
  private static Tree millis(double ms) {
    return Tree.of(Math.round(ms * 1000) / 1000.0);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "load %.1f ms, first run %.1f ms, median %.3f ms, fastest %.3f ms of %s on %s",
        loadMs,
        firstMs,
        medianMs,
        minMs,
        Summary.count(runs, "run"),
        Summary.count(threads, "thread"));
  }

  /// Takes the times.
  static final class Watch {
    private final int threads;
    private final int warmup;
    private final int repeat;
    private double loadMs;
    private double firstMs;
    private double[] runs = {};

    /// @param warmup how many runs are not measured, after the first
    /// @param repeat how many are; none where no times were asked for
    Watch(int threads, int warmup, int repeat) {
      this.threads = threads;
      this.warmup = warmup;
      this.repeat = repeat;
    }

    <T> T loading(Supplier<T> load) {
      long start = System.nanoTime();
      T loaded = load.get();
      loadMs = since(start);
      return loaded;
    }

    /// @return what the first run gave
    <T> T running(Supplier<T> run) {
      long start = System.nanoTime();
      T first = run.get();
      firstMs = since(start);
      for (int i = 0; i < warmup; i++) {
        var _ = run.get();
      }
      runs = new double[repeat];
      for (int i = 0; i < repeat; i++) {
        start = System.nanoTime();
        var _ = run.get();
        runs[i] = since(start);
      }
      return first;
    }

    /// Empty where none were asked for.
    Optional<RunTimes> times() {
      if (repeat == 0) {
        return Optional.empty();
      }
      double[] sorted = runs.clone();
      Arrays.sort(sorted);
      double median = (sorted[(repeat - 1) / 2] + sorted[repeat / 2]) / 2;
      return Optional.of(new RunTimes(loadMs, firstMs, median, sorted[0], repeat, threads));
    }

    private static double since(long start) {
      return (System.nanoTime() - start) / 1e6;
    }
  }
}
