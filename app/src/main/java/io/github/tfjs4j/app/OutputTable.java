package io.github.tfjs4j.app;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tree.Tree;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/// Tensors for people: a line each, with what can be seen at a glance.
final class OutputTable {
  private static final int SHOWN = 5;

  private OutputTable() {}

  static void print(Map<String, Tensor> outputs, PrintStream out) {
    TextTable table =
        new TextTable("Output", "Type", "Shape", ">Min", ">Max", ">Mean", "First values");
    outputs.forEach((name, tensor) -> {
      Range range = Range.of(tensor);
      table.row(
          name,
          tensor.type().jsName(),
          tensor.shape().toString(),
          range.minText(),
          range.maxText(),
          range.meanText(),
          first(tensor) + range.remark());
    });
    table.print(out);
  }

  /// Between which values the finite ones are, and what they sum up to.
  ///
  /// @param finite how many there are; numbers are meaningless where there is none
  /// @param others how many are NaN or infinite
  record Range(double min, double max, double sum, int finite, int others) {
    static Range of(Tensor tensor) {
      boolean number = tensor.type() == DataType.FLOAT || tensor.type() == DataType.INT32;
      double min = Double.POSITIVE_INFINITY;
      double max = Double.NEGATIVE_INFINITY;
      double sum = 0;
      int finite = 0;
      for (int i = 0; number && i < tensor.size(); i++) {
        double value = tensor.get(i);
        if (Double.isFinite(value)) {
          min = Math.min(min, value);
          max = Math.max(max, value);
          sum += value;
          finite++;
        }
      }
      return new Range(min, max, sum, finite, number ? tensor.size() - finite : 0);
    }

    private String text(double value) {
      return finite == 0 ? "" : number(value);
    }

    String minText() {
      return text(min);
    }

    String maxText() {
      return text(max);
    }

    String meanText() {
      return text(sum / finite);
    }

    String remark() {
      return others == 0
          ? ""
          : " (" + others + (others == 1 ? " is" : " are") + " no finite number)";
    }

    /// Puts `min`, `max` and `sum`, null where no value is finite.
    void writeTo(Map<String, Tree> json) {
      json.put("min", finite == 0 ? Tree.NULL : Tree.of(min));
      json.put("max", finite == 0 ? Tree.NULL : Tree.of(max));
      json.put("sum", finite == 0 ? Tree.NULL : Tree.of(sum));
    }
  }

  static String first(Tensor tensor) {
    StringJoiner shown = new StringJoiner(", ");
    for (int i = 0; i < Math.min(tensor.size(), SHOWN); i++) {
      shown.add(element(tensor, i));
    }
    return shown + (tensor.size() > SHOWN ? ", ..." : "");
  }

  private static String element(Tensor tensor, int i) {
    return switch (tensor.type()) {
      case FLOAT -> number(tensor.rawFloats()[i]);
      case INT32 -> Integer.toString(tensor.rawInts()[i]);
      case BOOL -> Boolean.toString(tensor.rawBools()[i] != 0);
      case STRING ->
          '"'
              + ModelException.quoted(new String(tensor.rawStrings()[i], StandardCharsets.UTF_8))
              + '"';
      case COMPLEX64 ->
          number(tensor.rawFloats()[2 * i]) + "+" + number(tensor.rawFloats()[2 * i + 1]) + "i";
      default -> tensor.toString();
    };
  }

  /// Five digits say enough; whole numbers keep all of theirs.
  static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.5g", value);
  }
}
