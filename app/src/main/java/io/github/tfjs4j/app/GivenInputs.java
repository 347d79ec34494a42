package io.github.tfjs4j.app;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.Verification.Interval;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads `--input NAME=FILE` and `--input_range NAME=LO,HI`.
final class GivenInputs {
  /// The shape that may stand behind a name.
  private static final Pattern DIMS = Pattern.compile("(.*):(\\d{1,9}(?:x\\d{1,9})*)");

  /// One `--input`.
  ///
  /// @param name of the input, perhaps empty
  /// @param shape of its values, where that was said
  private record Given(String name, Shape shape, Path file) {}

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
  /// @param pixels what becomes of those of pictures
  static Map<String, Tensor> values(List<String> files, ModelInputs inputs, Pixels pixels) {
    Map<String, Tensor> values = new LinkedHashMap<>();
    for (Given given : files.stream().flatMap(f -> given(f, inputs).stream()).toList()) {
      TensorType type = inputs.types().get(given.name);
      if (!given.shape.isCompatible(type.shape())) {
        throw new ShapeException(
            given.file
                + ": input '"
                + given.name
                + "' is "
                + type.shape()
                + ", not "
                + given.shape);
      }
      Tensor tensor;
      try {
        tensor =
            InputFile.read(
                given.file, given.name, type.withShape(type.shape().merge(given.shape)), pixels);
      } catch (ModelException e) {
        throw e.at("input '" + given.name + "'");
      }
      if (values.put(given.name, tensor) != null) {
        throw new UsageException("argument --input: two files for '" + given.name + "'");
      }
    }
    return values;
  }

  /// A name may hold `=` and `:` itself, as a file's may.
  private static List<Given> given(String text, ModelInputs inputs) {
    for (int at = text.indexOf('='); at >= 0; at = text.indexOf('=', at + 1)) {
      String name = text.substring(0, at);
      Path file = Path.of(text.substring(at + 1));
      if (inputs.find(name).isPresent()) {
        return List.of(existing(new Given(inputs.find(name).get(), Shape.UNKNOWN, file), inputs));
      }
      Matcher shaped = DIMS.matcher(name);
      boolean only = inputs.types().size() == 1;
      if (shaped.matches()
          && (inputs.find(shaped.group(1)).isPresent() || (only && shaped.group(1).isEmpty()))) {
        String input =
            inputs.find(shaped.group(1)).orElseGet(() -> inputs.types().keySet().iterator().next());
        return List.of(existing(new Given(input, dims(shaped.group(2)), file), inputs));
      }
    }
    if (InputFile.ending(Path.of(text)).equals(InputFile.NPZ) && Files.exists(Path.of(text))) {
      return archive(Path.of(text), inputs);
    }
    if (inputs.types().size() != 1) {
      throw new UsageException(
          "argument --input: say for which input '"
              + text
              + "' is, as NAME=FILE; the inputs are "
              + inputs.types().keySet());
    }
    String only = inputs.types().keySet().iterator().next();
    return List.of(existing(new Given(only, Shape.UNKNOWN, Path.of(text)), inputs));
  }

  /// An archive without a name is for all inputs that its arrays are called as.
  private static List<Given> archive(Path file, ModelInputs inputs) {
    try {
      List<String> arrays = NpzFile.names(file);
      List<Given> given = new ArrayList<>();
      inputs.types().keySet().stream()
          .filter(
              input -> arrays.contains(input) || (arrays.size() == 1 && inputs.types().size() == 1))
          .forEach(input -> given.add(new Given(input, Shape.UNKNOWN, file)));
      if (given.isEmpty()) {
        throw new FormatException(
            file
                + ": its arrays are "
                + ModelException.quoted(arrays)
                + ", and no input is called so: "
                + inputs.types().keySet());
      }
      return given;
    } catch (IOException e) {
      throw new FormatException(file + ": is no .npz file: " + e.getMessage(), e);
    }
  }

  private static Shape dims(String text) {
    return Shape.of(Arrays.stream(text.split("x")).mapToInt(Integer::parseInt).toArray());
  }

  private static Given existing(Given given, ModelInputs inputs) {
    if (!Files.exists(given.file)) {
      throw new UsageException(
          "argument --input: there is no such file: '"
              + given.file
              + "'; the inputs are "
              + inputs.types().keySet());
    }
    return given;
  }

  /// The intervals by the inputs' names.
  static Map<String, Interval> intervals(List<String> ranges, ModelInputs inputs) {
    Map<String, Interval> intervals = new LinkedHashMap<>();
    for (String text : ranges) {
      int equals = text.lastIndexOf('=');
      Interval interval = interval(text, behind(text, equals));
      String name = text.substring(0, Math.max(equals, 0));
      if (equals < 0) {
        inputs.types().keySet().forEach(input -> intervals.put(input, interval));
      } else if (inputs.find(name).isPresent()) {
        intervals.put(inputs.find(name).get(), interval);
      } else {
        throw new UsageException(
            "argument --input_range: there is no input '"
                + name
                + "', the inputs are "
                + inputs.types().keySet());
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
