package io.github.tfjs4j.app;

import io.github.tfjs4j.FormatException;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A table of comma-separated values: a sample a line. A first line of names is left out.
final class CsvFile {
  private CsvFile() {}

  /// @param type of the input: a line becomes what it takes as one sample
  static Tensor read(byte[] bytes, TensorType type) {
    List<List<String>> lines = new Parser(new String(bytes, StandardCharsets.UTF_8)).lines();
    boolean text = type.type() == DataType.STRING;
    if (!text && lines.size() > 1 && lines.getFirst().stream().noneMatch(CsvFile::isNumber)) {
      lines = lines.subList(1, lines.size());
    }
    List<String> cells = new ArrayList<>();
    int width = lines.isEmpty() ? 0 : lines.getFirst().size();
    for (List<String> line : lines) {
      if (line.size() != width) {
        throw new FormatException(
            "line "
                + (cells.size() / Math.max(1, width) + 1)
                + " of the values has "
                + Summary.count(line.size(), "cell")
                + ", the first has "
                + width);
      }
      cells.addAll(line);
    }
    Shape shape = shape(lines.size(), width, type.shape());
    return text
        ? Elements.strings(type.type(), shape, i -> cells.get(i).getBytes(StandardCharsets.UTF_8))
        : Elements.numbers(type.type(), shape, i -> number(cells.get(i), i, width));
  }

  private static Shape shape(int lines, int width, Shape input) {
    if (input.hasRank() && input.rank() == 1 && (width == 1 || lines == 1)) {
      return Shape.of(lines * width);
    }
    if (input.hasRank() && input.rank() > 2) {
      Shape sample = input.sub(1, input.rank());
      if (sample.isFullyDefined() && sample.longSize() == width) {
        return Shape.of(lines).concat(sample);
      }
    }
    return Shape.of(lines, width);
  }

  private static boolean isNumber(String cell) {
    try {
      parse(cell);
      return true;
    } catch (NumberFormatException _) {
      return false;
    }
  }

  private static double number(String cell, int i, int width) {
    try {
      return parse(cell);
    } catch (NumberFormatException _) {
      throw new FormatException(
          "line "
              + (i / width + 1)
              + " of the values, cell "
              + (i % width + 1)
              + " is no number: '"
              + ModelException.quoted(cell)
              + "'");
    }
  }

  private static double parse(String cell) {
    String text = cell.strip();
    return switch (text) {
      case "true", "True", "TRUE" -> 1;
      case "false", "False", "FALSE" -> 0;
      case "nan" -> Double.NaN;
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> {
        // Java's own floats may end in f or d, which no table means.
        if (text.isEmpty() || "dDfF".indexOf(text.charAt(text.length() - 1)) >= 0) {
          throw new NumberFormatException(text);
        }
        yield Double.parseDouble(text);
      }
    };
  }

  /// Cells between commas; in quotes they may hold commas, line ends and doubled quotes.
  private static final class Parser {
    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
      this.at = text.startsWith("\ufeff") ? 1 : 0;
    }

    /// Empty lines are none.
    List<List<String>> lines() {
      List<List<String>> lines = new ArrayList<>();
      while (at < text.length()) {
        List<String> line = line();
        if (line.size() > 1 || !line.getFirst().isBlank()) {
          lines.add(line);
        }
      }
      return lines;
    }

    private List<String> line() {
      List<String> cells = new ArrayList<>();
      do {
        cells.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
      } while (at < text.length() && text.charAt(at++) == ',');
      if (at < text.length() && text.charAt(at - 1) == '\r' && text.charAt(at) == '\n') {
        at++;
      }
      return cells;
    }

    private String plain() {
      int start = at;
      while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(start, at);
    }

    private String quoted() {
      StringBuilder cell = new StringBuilder();
      for (at++; at < text.length(); at++) {
        if (text.charAt(at) == '"') {
          at++;
          if (at == text.length() || text.charAt(at) != '"') {
            return cell + plain();
          }
        }
        cell.append(text.charAt(at));
      }
      throw new FormatException("a quote is not closed");
    }
  }
}
