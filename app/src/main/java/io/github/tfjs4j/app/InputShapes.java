package io.github.tfjs4j.app;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.tensor.Shape;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads `--input_shape NAME=[1,224,224,3]`.
final class InputShapes {
  /// The name of an input that was given none: the only one.
  static final String ONLY_INPUT = "";

  /// Reads all shapes of a command line.
  ///
  /// @param texts each `NAME=[d,d,...]`, `[d,d,...]`, brackets may be left out; an unknown
  ///   dimension is `-1`, `?` or `None`
  /// @return the shapes by the inputs' names
  static Map<String, Shape> parse(List<String> texts) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (String text : texts) {
      // A shape has no '=', a name may.
      int equals = text.lastIndexOf('=');
      String name = text.substring(0, Math.max(equals, 0)).strip();
      if (shapes.put(name, shape(text, text.substring(equals + 1).strip())) != null) {
        throw new UsageException(
            "argument --input_shape: "
                + (name.equals(ONLY_INPUT)
                    ? "two shapes without a name"
                    : "two shapes for " + name));
      }
    }
    if (shapes.size() > 1 && shapes.containsKey(ONLY_INPUT)) {
      throw new UsageException(
          "argument --input_shape: a shape without a name is for a model with one input, but there"
              + " are "
              + shapes.size()
              + " shapes");
    }
    return shapes;
  }

  /// A shape without a name, by the name of the only one of `inputs`.
  static Map<String, Shape> named(Map<String, Shape> shapes, Collection<String> inputs) {
    if (!shapes.containsKey(ONLY_INPUT)) {
      return shapes;
    }
    if (inputs.size() != 1) {
      throw new ShapeException(
          "--input_shape: say for which input the shape "
              + shapes.get(ONLY_INPUT)
              + " is, as NAME=[...]; the inputs are "
              + inputs);
    }
    return Map.of(inputs.iterator().next(), shapes.get(ONLY_INPUT));
  }

  private static Shape shape(String text, String dims) {
    boolean brackets = dims.startsWith("[") && dims.endsWith("]");
    String inner = brackets ? dims.substring(1, dims.length() - 1).strip() : dims;
    if (inner.isEmpty() && brackets) {
      return Shape.SCALAR;
    }
    try {
      return Shape.of(
          Arrays.stream(inner.split(",", -1))
              .map(String::strip)
              .mapToInt(InputShapes::dim)
              .toArray());
    } catch (NumberFormatException _) {
      throw new UsageException(
          "argument --input_shape: expected NAME=[1,224,224,3] with dimensions of at least 0, or -1"
              + " or ? for unknown ones, but got '"
              + text
              + "'");
    }
  }

  private static int dim(String text) {
    if (text.equals("?") || text.equals("-1") || text.equals("None") || text.equals("null")) {
      return Shape.UNKNOWN_DIM;
    }
    int dim = Integer.parseInt(text);
    if (dim < 0) {
      throw new NumberFormatException(text);
    }
    return dim;
  }

  private InputShapes() {}
}
