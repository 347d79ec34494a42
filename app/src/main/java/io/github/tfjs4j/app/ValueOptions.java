package io.github.tfjs4j.app;

import io.github.tfjs4j.Verification.Interval;
import io.github.tfjs4j.tensor.Tensor;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/// What a model's inputs are fed: the options of all commands that run models.
final class ValueOptions {
  @Option(
      names = "--input",
      paramLabel = "[NAME=]FILE",
      description = {
        "Values of an input: .npy, nested arrays in .json, or bare little-endian values in any",
        "other file, whose shape NAME:2x3=FILE can say. Can be repeated."
      })
  private List<String> inputs = List.of();

  @Option(
      names = "--input_range",
      paramLabel = "[NAME=]LO,HI",
      description = {
        "Between which values an input is generated; without NAME, all of them. Can be repeated."
      })
  private List<String> ranges = List.of();

  /// @throws UsageException where an option cannot be right, whatever the model
  void check() {
    GivenInputs.check(inputs, ranges);
  }

  /// The tensors that were given, by the inputs' names.
  Map<String, Tensor> values(ModelInputs of) {
    return GivenInputs.values(inputs, of);
  }

  /// The intervals that were given, by the inputs' names.
  Map<String, Interval> intervals(ModelInputs of) {
    return GivenInputs.intervals(ranges, of);
  }
}
