package io.github.tfjs4j;

import io.github.tfjs4j.format.KerasModel;
import io.github.tfjs4j.format.WeightEntry;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.KerasLayer;
import io.github.tfjs4j.keras.Lowering;
import io.github.tfjs4j.keras.Semantics;
import io.github.tfjs4j.keras.Topology;
import io.github.tfjs4j.tensor.TensorSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a LayersModel consists of, as Keras' `summary()` shows it.
///
/// @param rows a layer each, in the order of their first call
/// @param inputs the model's, by name
/// @param outputs the model's, by name
/// @param semantics whose numbers the model means
/// @param note why output shapes are missing, or empty
public record LayersSummary(
    List<Row> rows, List<String> inputs, List<String> outputs, Semantics semantics, String note) {

  /// @param name of the layer
  /// @param className of the layer
  /// @param outputShape of its results, `?` where it is not known
  /// @param trainable how many trained numbers it has
  /// @param fixed how many others, such as moving averages
  /// @param inputs the layers that it reads
  public record Row(
      String name,
      String className,
      String outputShape,
      long trainable,
      long fixed,
      List<String> inputs) {}

  /// Of a model that need not be known well enough to run.
  public static LayersSummary of(KerasModel model, ReadOptions options) {
    Graph topology = Topology.of(model.topology(), options.semantics());
    Map<String, TensorSource> weights = new LinkedHashMap<>();
    model.entries().filter(e -> !e.isOptimizer()).forEach(e -> weights.put(e.name(), e.data()));
    String note = "";
    Map<Node, String> shapes = Map.of();
    try {
      shapes = shapes(topology, weights, options);
    } catch (ModelException e) {
      note = "output shapes are not known: " + e.getMessage();
    }
    return new LayersSummary(
        rows(topology, model, shapes),
        List.copyOf(topology.inputs().keySet()),
        List.copyOf(topology.outputs().keySet()),
        options.semantics().orElseGet(() -> Topology.semantics(model.topology())),
        note);
  }

  /// Lowers the model with every result of every call as an output: their types are the layers'
  /// output shapes.
  private static Map<Node, String> shapes(
      Graph topology, Map<String, TensorSource> weights, ReadOptions options) {
    GraphBuilder to = GraphBuilder.verbatim();
    IdentityHashMap<Node, Node> copies = new IdentityHashMap<>();
    Map<String, Value> outputs = new LinkedHashMap<>();
    for (Node node : topology.nodes()) {
      Node copy =
          to.addNode(
              node.op(),
              node.inputs().stream().map(v -> copies.get(v.node()).out(v.index())).toList());
      copies.put(node, copy);
      for (int i = 0; i < copy.types().size(); i++) {
        outputs.put(copies.size() + ":" + i, copy.out(i));
      }
    }
    Map<String, Value> inputs = new LinkedHashMap<>();
    topology.inputs().forEach((key, v) -> inputs.put(key, copies.get(v.node()).out(v.index())));
    Lowering.Options named =
        new Lowering.Options(
            LayersGraph.named(options.inputShapes(), topology),
            options.customLayers(),
            options.budget());
    Graph lowered = Lowering.lower(to.build(inputs, outputs), weights, named).model().graph();
    IdentityHashMap<Node, String> shapes = new IdentityHashMap<>();
    int n = 0;
    for (Node node : topology.nodes()) {
      n++;
      List<String> results = new ArrayList<>();
      for (int i = 0; i < node.types().size(); i++) {
        results.add(lowered.outputs().get(n + ":" + i).shape().toString());
      }
      shapes.put(node, String.join(" ", results));
    }
    return shapes;
  }

  private static List<Row> rows(Graph topology, KerasModel model, Map<Node, String> shapes) {
    Map<String, String> rowOf = new HashMap<>();
    Map<String, KerasLayer> layers = new HashMap<>();
    for (Node node : topology.nodes()) {
      KerasLayer layer = (KerasLayer) node.op();
      for (KerasLayer inner : withInner(layer)) {
        rowOf.putIfAbsent(inner.layer(), layer.layer());
        layers.putIfAbsent(inner.layer(), inner);
      }
    }
    Map<String, long[]> params = new HashMap<>();
    model
        .entries()
        .filter(e -> !e.isOptimizer())
        .forEach(e -> {
          String owner = owner(e.name(), layers);
          boolean fixed = isFixed(e, layers.get(owner));
          params.computeIfAbsent(rowOf.getOrDefault(owner, ""), _ -> new long[2])[fixed ? 1 : 0] +=
              e.data().shape().longSize();
        });
    Map<String, Row> rows = new LinkedHashMap<>();
    for (Node node : topology.nodes()) {
      KerasLayer layer = (KerasLayer) node.op();
      long[] own = params.getOrDefault(layer.layer(), new long[2]);
      List<String> inputs = node.inputs().stream().map(v -> ((KerasLayer) v.op()).layer()).toList();
      Row row =
          new Row(
              layer.layer(),
              layer.className(),
              shapes.getOrDefault(node, "?"),
              own[0],
              own[1],
              inputs);
      rows.merge(layer.layer(), row, LayersSummary::calledAgain);
    }
    if (params.containsKey("")) {
      long[] rest = params.get("");
      rows.put("", new Row("(weights of no layer)", "", "", rest[0], rest[1], List.of()));
    }
    return List.copyOf(rows.values());
  }

  private static List<KerasLayer> withInner(KerasLayer layer) {
    List<KerasLayer> all = new ArrayList<>(List.of(layer));
    if (Topology.isModel(layer)) {
      all.addAll(Topology.layers(Topology.model(layer)));
    }
    return all;
  }

  private static Row calledAgain(Row first, Row again) {
    List<String> inputs = new ArrayList<>(first.inputs());
    again.inputs().stream().filter(input -> !inputs.contains(input)).forEach(inputs::add);
    String shape =
        first.outputShape().equals(again.outputShape())
            ? first.outputShape()
            : first.outputShape() + " " + again.outputShape();
    return new Row(
        first.name(), first.className(), shape, first.trainable(), first.fixed(), inputs);
  }

  /// The layer whose name the weight's begins with: `lstm/lstm_cell/kernel` is the layer `lstm`'s.
  private static String owner(String weight, Map<String, KerasLayer> layers) {
    for (int end = weight.lastIndexOf('/'); end > 0; end = weight.lastIndexOf('/', end - 1)) {
      if (layers.containsKey(weight.substring(0, end))) {
        return weight.substring(0, end);
      }
    }
    return "";
  }

  private static boolean isFixed(WeightEntry weight, KerasLayer layer) {
    String own = weight.name().substring(weight.name().lastIndexOf('/') + 1);
    return own.startsWith("moving_")
        || (layer != null && layer.config().path("trainable").isFalse());
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
    for (Row row : rows) {
      table.add(
          List.of(
              row.className().isEmpty() ? row.name() : row.name() + " (" + row.className() + ")",
              row.outputShape(),
              grouped(row.trainable() + row.fixed()),
              String.join(", ", row.inputs())));
    }
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

  private static String pad(String text, int width, boolean right) {
    String spaces = " ".repeat(width - text.length());
    return right ? spaces + text : text + spaces;
  }

  private static String grouped(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }
}
