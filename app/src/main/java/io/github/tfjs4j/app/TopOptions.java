package io.github.tfjs4j.app;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tree.Tree;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import picocli.CommandLine.Option;

/// The largest values of a classifier's outputs, and what they stand for.
final class TopOptions {
  private static final int USUAL = 5;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "Show the N largest values of each row of the outputs (with --labels: 5).")
  private Integer top;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "What the values of a row stand for: a text file with a line each.")
  private Path labels;

  /// One value of a row.
  ///
  /// @param label what it stands for, where that was said
  private record Entry(int index, double value, Optional<String> label) {
    Tree tree() {
      Map<String, Tree> fields = new LinkedHashMap<>();
      fields.put("index", Tree.of(index));
      fields.put("value", JsonArrays.number((float) value));
      label.ifPresent(l -> fields.put("label", Tree.of(l)));
      return Tree.object(fields);
    }
  }

  /// @throws UsageException where an option cannot be right, whatever the model
  void check() {
    if (top != null && top < 1) {
      throw new UsageException("argument --top: expected at least 1, but got " + top);
    }
    if (labels != null && !Files.isRegularFile(labels)) {
      throw new UsageException("argument --labels: there is no such file: '" + labels + "'");
    }
  }

  private boolean isAsked() {
    return top != null || labels != null;
  }

  /// For each output of rows the largest values of each, by the outputs' names; none where none
  /// were asked for.
  ///
  /// @throws ModelException where there are labels, and no output has as many values in a row
  Top of(Map<String, Tensor> outputs) {
    Map<String, List<List<Entry>>> rows = new LinkedHashMap<>();
    if (isAsked()) {
      List<String> names = names();
      outputs.forEach((name, tensor) -> {
        if (hasRows(tensor) && (labels == null || width(tensor) == names.size())) {
          rows.put(name, rows(tensor, names));
        }
      });
      if (rows.isEmpty()) {
        throw new ModelException(
            labels == null
                ? "--top: no output has rows of numbers"
                : labels
                    + ": has "
                    + Summary.count(names.size(), "label")
                    + ", but no output has so many values in a row; they are "
                    + shapes(outputs));
      }
    }
    return new Top(rows);
  }

  private static String shapes(Map<String, Tensor> outputs) {
    List<String> shapes = new ArrayList<>();
    outputs.forEach((name, tensor) -> shapes.add(name + " " + RunCommand.typeOf(tensor)));
    return String.join(", ", shapes);
  }

  private List<String> names() {
    if (labels == null) {
      return List.of();
    }
    try {
      return Files.readAllLines(labels);
    } catch (CharacterCodingException e) {
      throw new ModelException(labels + ": is no text in UTF-8", e);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static boolean hasRows(Tensor tensor) {
    return (tensor.type() == DataType.FLOAT || tensor.type() == DataType.INT32)
        && tensor.shape().rank() > 0
        && tensor.size() > 0;
  }

  private static int width(Tensor tensor) {
    return tensor.shape().dim(-1);
  }

  private List<List<Entry>> rows(Tensor tensor, List<String> names) {
    List<List<Entry>> rows = new ArrayList<>();
    for (int from = 0; from < tensor.size(); from += width(tensor)) {
      rows.add(row(tensor, from, names));
    }
    return rows;
  }

  /// The largest first; of equal ones the first.
  private List<Entry> row(Tensor tensor, int from, List<String> names) {
    int most = top == null ? USUAL : top;
    Comparator<Entry> order =
        Comparator.comparingDouble(Entry::value)
            .thenComparing(Comparator.comparingInt(Entry::index).reversed());
    PriorityQueue<Entry> best = new PriorityQueue<>(order);
    for (int i = 0; i < width(tensor); i++) {
      double value = tensor.get(from + i);
      if (!Double.isNaN(value)) {
        best.add(
            new Entry(i, value, names.isEmpty() ? Optional.empty() : Optional.of(names.get(i))));
      }
      if (best.size() > most) {
        best.poll();
      }
    }
    return best.stream().sorted(order.reversed()).toList();
  }

  /// The largest values.
  record Top(Map<String, List<List<Entry>>> rows) {
    void print(PrintStream out) {
      rows.forEach((output, all) -> {
        for (int i = 0; i < all.size(); i++) {
          out.println(output + (all.size() > 1 ? ", row " + i : "") + ":");
          TextTable table = new TextTable(">Index", ">Value", "Label");
          all.get(i)
              .forEach(e ->
                  table.row(
                      Integer.toString(e.index), OutputTable.number(e.value), e.label.orElse("")));
          table.print(out);
        }
      });
    }

    /// A list of each row, or nothing for an output without.
    Optional<Tree> tree(String output) {
      return Optional.ofNullable(rows.get(output))
          .map(all ->
              Tree.list(
                  all.stream()
                      .map(row -> Tree.list(row.stream().map(Entry::tree).toList()))
                      .toList()));
    }
  }
}
