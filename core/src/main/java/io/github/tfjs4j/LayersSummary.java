package io.github.tfjs4j;

import io.github.tfjs4j.format.KerasModel;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.keras.Topology;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a LayersModel consists of, as Keras' `summary()` shows it.
///
/// @param rows a layer each, in the order of their first call
/// @param inputs the types of the model's inputs, by name
/// @param outputs the types of the model's outputs, by name
/// @param semantics whose numbers the model means
/// @param notes why some types are not known
public record LayersSummary(
    List<Row> rows,
    Map<String, TensorType> inputs,
    Map<String, TensorType> outputs,
    Semantics semantics,
    List<String> notes) {

  /// @param name of the layer
  /// @param className of the layer
  /// @param outputs the types of what its calls give, each once; [TensorType#UNKNOWN] where nothing
  ///   is known
  /// @param trainable how many trained numbers it has
  /// @param fixed how many others, such as moving averages
  /// @param inputs the layers that it reads
  /// @param inner the layers that it consists of, where it is a model and those were asked for
  public record Row(
      String name,
      String className,
      List<TensorType> outputs,
      long trainable,
      long fixed,
      List<String> inputs,
      List<Row> inner) {

    /// A row for all weights that belong to no layer.
    static Row ofNoLayer(long trainable, long fixed) {
      return new Row(
          "(weights of no layer)", "", List.of(), trainable, fixed, List.of(), List.of());
    }

    /// The same layer, called again.
    Row and(Row again) {
      return new Row(
          name,
          className,
          union(outputs, again.outputs),
          trainable,
          fixed,
          union(inputs, again.inputs),
          inner);
    }

    private static <T> List<T> union(List<T> first, List<T> second) {
      return Stream.concat(first.stream(), second.stream()).distinct().toList();
    }

    /// The shapes of its results, `?` where one is not known.
    public String outputShape() {
      return outputs.stream()
          .map(t -> t.shape().hasRank() ? t.shape().toString() : "?")
          .distinct()
          .collect(Collectors.joining(" "));
    }
  }

  /// Of a model that need not be known well enough to run.
  ///
  /// @param nested whether models that are layers have rows for the layers in them
  public static LayersSummary of(KerasModel model, ReadOptions options, boolean nested) {
    Graph topology = Topology.of(model.topology(), options.semantics());
    LayerRows rows = new LayerRows(options, nested);
    List<Row> all = rows.of(topology, model);
    return new LayersSummary(
        all,
        types(topology.inputs(), rows),
        types(topology.outputs(), rows),
        options.semantics().orElseGet(() -> Topology.semantics(model.topology())),
        rows.unknown().stream().map(m -> "output shapes are not known behind " + m).toList());
  }

  private static Map<String, TensorType> types(Map<String, Value> ports, LayerRows rows) {
    Map<String, TensorType> types = new LinkedHashMap<>();
    ports.forEach((name, value) -> types.put(name, rows.type(value)));
    return types;
  }

  /// How many trained numbers there are.
  public long trainable() {
    return rows.stream().mapToLong(Row::trainable).sum();
  }

  /// How many other numbers there are.
  public long fixed() {
    return rows.stream().mapToLong(Row::fixed).sum();
  }

  /// The table, and the sums below it.
  @Override
  public String toString() {
    List<List<String>> table = new ArrayList<>();
    table.add(List.of("Layer (type)", "Output Shape", "Param #", "Connected to"));
    rows.forEach(row -> addTo(table, row, ""));
    int[] widths = new int[table.getFirst().size()];
    table.forEach(line -> {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    });
    String rule = "-".repeat(Arrays.stream(widths).sum() + 2 * (widths.length - 1));
    List<String> lines = new ArrayList<>();
    for (List<String> row : table) {
      String line =
          pad(row.get(0), widths[0], false)
              + "  "
              + pad(row.get(1), widths[1], false)
              + "  "
              + pad(row.get(2), widths[2], true)
              + "  "
              + row.get(3);
      lines.add(line.stripTrailing());
    }
    lines.add(1, rule);
    lines.add(rule);
    lines.add("Total params: " + grouped(trainable() + fixed()));
    lines.add("Trainable params: " + grouped(trainable()));
    lines.add("Non-trainable params: " + grouped(fixed()));
    return String.join("\n", lines);
  }

  /// Inner layers stand a step further to the right.
  private static void addTo(List<List<String>> table, Row row, String indent) {
    String name =
        row.className().isEmpty() ? row.name() : row.name() + " (" + row.className() + ")";
    table.add(
        List.of(
            indent + name,
            row.outputShape(),
            grouped(row.trainable() + row.fixed()),
            String.join(", ", row.inputs())));
    row.inner().forEach(inner -> addTo(table, inner, indent + "  "));
  }

  private static String pad(String text, int width, boolean right) {
    String spaces = " ".repeat(width - text.length());
    return right ? spaces + text : text + spaces;
  }

  private static String grouped(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }
}
