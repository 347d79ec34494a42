package io.github.tfjs4j.app;

import java.util.Arrays;

/// What becomes of a picture's values, 0 to 255: `(value * scale - mean) / std`.
///
/// @param mean one number, or one a channel
/// @param std one number, or one a channel
record Pixels(double scale, double[] mean, double[] std) {
  /// As they are.
  static final Pixels RAW = new Pixels(1, new double[] {0}, new double[] {1});

  /// Reads `--scale 1/255 --mean 0.485,0.456,0.406 --std 0.229,0.224,0.225`.
  static Pixels parse(String scale, String mean, String std) {
    Pixels pixels =
        new Pixels(
            numbers("--scale", scale, 1)[0], numbers("--mean", mean, 3), numbers("--std", std, 3));
    if (Arrays.stream(pixels.std).anyMatch(d -> d == 0)) {
      throw new UsageException("argument --std: it is divided by, but got '" + std + "'");
    }
    return pixels;
  }

  private static double[] numbers(String option, String text, int most) {
    String[] parts = text.split(",", -1);
    try {
      double[] numbers = Arrays.stream(parts).mapToDouble(Pixels::number).toArray();
      if ((numbers.length == 1 || numbers.length == most)
          && Arrays.stream(numbers).allMatch(Double::isFinite)) {
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
    return (value * scale - mean[channel % mean.length]) / std[channel % std.length];
  }
}
