package io.github.tfjs4j.app;

import io.github.tfjs4j.ConvertOptions;
import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.format.Format;
import io.github.tfjs4j.format.KerasModel;
import io.github.tfjs4j.format.Source;
import io.github.tfjs4j.format.WeightEntry;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.KerasLayer;
import io.github.tfjs4j.keras.Lowering;
import io.github.tfjs4j.keras.Topology;
import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tree.Tree;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a LayersModel consists of, as Keras' `summary()` shows it.
///
/// @param rows a layer each, in the order of their first call
/// @param note why output shapes are missing, or empty
record LayersInspection(
    KerasModel model,
    String semantics,
    List<Row> rows,
    List<String> inputs,
    List<String> outputs,
    StoredWeights stored,
    String note) {

  /// @param layer the name
  /// @param type the class
  /// @param shape of its results, `?` where it is not known
  /// @param trainable how many trained numbers it has
  /// @param fixed how many others, such as moving averages
  /// @param inputs the layers that it reads
  record Row(
      String layer, String type, String shape, long trainable, long fixed, List<String> inputs) {}

  static LayersInspection of(KerasModel model, ConvertOptions options) {
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
    return new LayersInspection(
        model,
        options.semantics().orElseGet(() -> Topology.semantics(model.topology())).label(),
        rows(topology, model, shapes),
        List.copyOf(topology.inputs().keySet()),
        List.copyOf(topology.outputs().keySet()),
        StoredWeights.of(model),
        note);
  }

  /// Lowers the model with every result of every call as an output: their types are the layers'
  /// output shapes.
  private static Map<Node, String> shapes(
      Graph topology, Map<String, TensorSource> weights, ConvertOptions options) {
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
            InputShapes.named(options.inputShapes(), inputs.keySet()),
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
      rows.merge(layer.layer(), row, LayersInspection::calledAgain);
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
        first.shape().equals(again.shape()) ? first.shape() : first.shape() + " " + again.shape();
    return new Row(first.layer(), first.type(), shape, first.trainable(), first.fixed(), inputs);
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

  void print(Source source, PrintStream out) {
    out.println("LayersModel " + source);
    model.about().generatedBy().ifPresent(by -> out.println("generated by: " + by));
    model.about().convertedBy().ifPresent(by -> out.println("converted by: " + by));
    out.println("numbers as in: " + semantics);
    out.println("inputs: " + String.join(", ", inputs));
    out.println("outputs: " + String.join(", ", outputs));
    if (!note.isEmpty()) {
      out.println(note);
    }
    out.println();
    TextTable table = new TextTable("Layer (type)", "Output Shape", ">Param #", "Connected to");
    for (Row row : rows) {
      table.row(
          row.type().isEmpty() ? row.layer() : row.layer() + " (" + row.type() + ")",
          row.shape(),
          grouped(row.trainable() + row.fixed()),
          String.join(", ", row.inputs()));
    }
    table.print(out);
    out.println("Total params: " + grouped(trainable() + fixed()));
    out.println("Trainable params: " + grouped(trainable()));
    out.println("Non-trainable params: " + grouped(fixed()));
    out.println(stored);
  }

  private long trainable() {
    return rows.stream().mapToLong(Row::trainable).sum();
  }

  private long fixed() {
    return rows.stream().mapToLong(Row::fixed).sum();
  }

  static String grouped(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  Tree tree(Format<?> format, Source source) {
    Map<String, Tree> json = new LinkedHashMap<>();
    json.put("format", Tree.of(format.name()));
    json.put("source", Tree.of(source.toString()));
    model.about().generatedBy().ifPresent(by -> json.put("generatedBy", Tree.of(by)));
    model.about().convertedBy().ifPresent(by -> json.put("convertedBy", Tree.of(by)));
    json.put("semantics", Tree.of(semantics));
    json.put("inputs", strings(inputs));
    json.put("outputs", strings(outputs));
    json.put("layers", Tree.list(rows.stream().map(LayersInspection::tree).toList()));
    json.put("params", Tree.of(trainable() + fixed()));
    json.put("trainableParams", Tree.of(trainable()));
    json.put("nonTrainableParams", Tree.of(fixed()));
    if (!note.isEmpty()) {
      json.put("note", Tree.of(note));
    }
    stored.writeTo(json);
    return Tree.object(json);
  }

  private static Tree tree(Row row) {
    Map<String, Tree> layer = new LinkedHashMap<>();
    layer.put("name", Tree.of(row.layer()));
    layer.put("type", Tree.of(row.type()));
    layer.put("outputShape", Tree.of(row.shape()));
    layer.put("params", Tree.of(row.trainable() + row.fixed()));
    layer.put("inputs", strings(row.inputs()));
    return Tree.object(layer);
  }

  private static Tree strings(List<String> all) {
    return Tree.list(all.stream().map(Tree::of).toList());
  }
}
