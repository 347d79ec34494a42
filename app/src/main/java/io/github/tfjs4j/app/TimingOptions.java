package io.github.tfjs4j.app;

import io.github.tfjs4j.InferenceModel;
import picocli.CommandLine.Option;

/// How often a model runs, and on how many threads.
final class TimingOptions {
  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "On how many threads one run may compute (default: one a processor).")
  private Integer threads;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      description = "Run so often before times are taken (default: 0).")
  private Integer warmup;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description =
          "Run so often again and print the times: of loading, of the first run, and of the median "
              + "and the fastest of these. With --json nothing else is printed.")
  private Integer repeat;

  /// @throws UsageException where a number is none
  void check() {
    atLeast("--threads", threads(), 1);
    atLeast("--warmup", warmup == null ? 0 : warmup, 0);
    atLeast("--repeat", repeat == null ? 1 : repeat, 1);
  }

  /// How many threads a run has.
  int threads() {
    return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
  }

  /// The model on as many threads as were asked for.
  InferenceModel threaded(InferenceModel model) {
    return threads == null ? model : model.withThreads(threads);
  }

  private static void atLeast(String option, int value, int least) {
    if (value < least) {
      throw new UsageException(
          "argument " + option + ": expected at least " + least + ", but got " + value);
    }
  }

  /// Measures where times were asked for, and runs once otherwise.
  RunTimes.Watch watch() {
    return warmup == null && repeat == null
        ? new RunTimes.Watch(threads(), 0, 0)
        : new RunTimes.Watch(threads(), warmup == null ? 0 : warmup, repeat == null ? 1 : repeat);
  }
}
