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
      description =
          "Values of an input: .npy, .npz, nested arrays in .json, .csv, a picture (.png, .jpg), or "
              + "bare little-endian values in any other file, whose shape NAME:2x3=FILE can say. Can be "
              + "repeated.")
  private List<String> inputs = List.of();

  @Option(
      names = "--input_range",
      paramLabel = "[NAME=]LO,HI",
      description = {
        "Between which values an input is generated; without NAME, all of them. Can be repeated."
      })
  private List<String> ranges = List.of();

  @Option(
      names = "--scale",
      paramLabel = "X",
      description =
          "What a picture's values, 0 to 255, become: (value * scale - mean) / std. A number or a "
              + "fraction, as 1/255 (default: ${DEFAULT-VALUE}).")
  private String scale = "1";

  @Option(
      names = "--mean",
      paramLabel = "X[,Y,Z]",
      description = "See --scale: one number, or one a channel (default: ${DEFAULT-VALUE}).")
  private String mean = "0";

  @Option(
      names = "--std",
      paramLabel = "X[,Y,Z]",
      description = "See --scale: one number, or one a channel (default: ${DEFAULT-VALUE}).")
  private String std = "1";

  /// @throws UsageException where an option cannot be right, whatever the model
  void check() {
    GivenInputs.check(inputs, ranges);
    Pixels.parse(scale, mean, std);
  }

  /// The tensors that were given, by the inputs' names.
  Map<String, Tensor> values(ModelInputs of) {
    return GivenInputs.values(inputs, of, Pixels.parse(scale, mean, std));
  }

  /// The intervals that were given, by the inputs' names.
  Map<String, Interval> intervals(ModelInputs of) {
    return GivenInputs.intervals(ranges, of);
  }
}
