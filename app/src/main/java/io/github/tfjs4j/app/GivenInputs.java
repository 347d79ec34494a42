package io.github.tfjs4j.app;

import io.github.tfjs4j.Verification.Interval;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads `--input NAME=FILE` and `--input_range NAME=LO,HI`.
final class GivenInputs {
  private GivenInputs() {}

  /// @throws UsageException where an argument cannot be right, whatever the model
  static void check(List<String> files, List<String> ranges) {
    for (String text : files) {
      if (!Files.exists(Path.of(text)) && !Files.exists(Path.of(behind(text, text.indexOf('='))))) {
        throw new UsageException("argument --input: there is no such file: '" + text + "'");
      }
    }
    ranges.forEach(text -> interval(text, behind(text, text.lastIndexOf('='))));
  }

  /// The tensors by the inputs' names.
  ///
  /// @param types of the model's inputs
  /// @param shapes of inputs, where they say more than the model
  static Map<String, Tensor> values(
      List<String> files, Map<String, TensorType> types, Map<String, Shape> shapes) {
    Map<String, Tensor> values = new LinkedHashMap<>();
    for (String text : files) {
      String name =
          types.keySet().stream().filter(n -> text.startsWith(n + "=")).findFirst().orElse("");
      if (name.isEmpty() && types.size() != 1) {
        throw new UsageException(
            "argument --input: say for which input '"
                + text
                + "' is, as NAME=FILE; the inputs are "
                + types.keySet());
      }
      String input = name.isEmpty() ? types.keySet().iterator().next() : name;
      TensorType type = types.get(input);
      TensorType wanted = type.withShape(shapes.getOrDefault(input, type.shape()));
      String file = name.isEmpty() ? text : text.substring(name.length() + 1);
      if (!Files.exists(Path.of(file))) {
        throw new UsageException(
            "argument --input: there is no such file: '"
                + file
                + "'; the inputs are "
                + types.keySet());
      }
      values.put(input, InputFile.read(Path.of(file), wanted));
    }
    return values;
  }

  /// The intervals by the inputs' names.
  static Map<String, Interval> intervals(List<String> ranges, Collection<String> inputs) {
    Map<String, Interval> intervals = new LinkedHashMap<>();
    for (String text : ranges) {
      int equals = text.lastIndexOf('=');
      Interval interval = interval(text, behind(text, equals));
      String name = text.substring(0, Math.max(equals, 0));
      if (equals < 0) {
        inputs.forEach(input -> intervals.put(input, interval));
      } else if (inputs.contains(name)) {
        intervals.put(name, interval);
      } else {
        throw new UsageException(
            "argument --input_range: there is no input '" + name + "', the inputs are " + inputs);
      }
    }
    return intervals;
  }

  private static String behind(String text, int equals) {
    return text.substring(equals + 1);
  }

  private static Interval interval(String text, String ends) {
    String[] parts = ends.split(",", -1);
    try {
      if (parts.length == 2) {
        double low = Double.parseDouble(parts[0].strip());
        double high = Double.parseDouble(parts[1].strip());
        if (Double.isFinite(low) && Double.isFinite(high) && low <= high) {
          return new Interval(low, high);
        }
      }
    } catch (NumberFormatException _) {
      // Reported below, with all else that is no interval.
    }
    throw new UsageException(
        "argument --input_range: expected NAME=LO,HI, two numbers of which the first is not the"
            + " larger, but got '"
            + text
            + "'");
  }
}
