package io.github.tfjs4j.app;

import java.util.Arrays;
import java.util.List;

/// What becomes of a picture's values, 0 to 255: `(value * scale - mean) / std`.
///
/// @param mean one number, or one a channel
/// @param std one number, or one a channel
record Pixels(double scale, List<Double> mean, List<Double> std) {
  /// As they are.
  static final Pixels RAW = new Pixels(1, List.of(0.0), List.of(1.0));

  /// Reads `--scale 1/255 --mean 0.485,0.456,0.406 --std 0.229,0.224,0.225`.
  static Pixels parse(String scale, String mean, String std) {
    Pixels pixels =
        new Pixels(
            numbers("--scale", scale, 1).getFirst(),
            numbers("--mean", mean, 3),
            numbers("--std", std, 3));
    if (pixels.std.contains(0.0) || pixels.std.contains(-0.0)) {
      throw new UsageException("argument --std: it is divided by, but got '" + std + "'");
    }
    return pixels;
  }

  private static List<Double> numbers(String option, String text, int most) {
    String[] parts = text.split(",", -1);
    try {
      List<Double> numbers = Arrays.stream(parts).map(Pixels::number).toList();
      if ((numbers.size() == 1 || numbers.size() == most)
          && numbers.stream().allMatch(Double::isFinite)) {
        return numbers;
      }
    } catch (NumberFormatException _) {
      // Reported below, with all else that is no such list.
    }
    throw new UsageException(
        "argument "
            + option
            + ": expected a number"
            + (most == 1 ? "" : " or " + most + ", one a channel,")
            + " as 0.5 or 1/255, but got '"
            + text
            + "'");
  }

  private static double number(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? Double.parseDouble(text)
        : Double.parseDouble(text.substring(0, slash))
            / Double.parseDouble(text.substring(slash + 1));
  }

  double of(double value, int channel) {
    return (value * scale - mean.get(channel % mean.size())) / std.get(channel % std.size());
  }
}
