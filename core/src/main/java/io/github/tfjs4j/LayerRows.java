package io.github.tfjs4j;

import io.github.tfjs4j.LayersSummary.Row;
import io.github.tfjs4j.format.KerasModel;
import io.github.tfjs4j.format.WeightEntry;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.keras.KerasLayer;
import io.github.tfjs4j.keras.Lowering;
import io.github.tfjs4j.keras.Topology;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.TensorSource;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes a row of each layer of a model, and counts its weights there.
final class LayerRows {
  private static final String NO_LAYER = "";

  private final ReadOptions options;
  private final boolean nested;
  private final Map<String, TensorSource> weights = new LinkedHashMap<>();
  private final Map<String, long[]> params = new HashMap<>();
  private final Map<Value, TensorType> ports = new HashMap<>();
  private final List<String> unknown = new ArrayList<>();

  /// @param nested whether models that are layers get rows for the layers in them
  LayerRows(ReadOptions options, boolean nested) {
    this.options = options;
    this.nested = nested;
  }

  /// Each layer in the order of its first call, and at the end what belongs to none.
  List<Row> of(Graph topology, KerasModel model) {
    Map<String, KerasLayer> layers = new HashMap<>();
    Topology.layers(topology).forEach(layer -> layers.putIfAbsent(layer.layer(), layer));
    model
        .entries()
        .filter(e -> !e.isOptimizer())
        .forEach(e -> {
          weights.put(e.name(), e.data());
          String owner = owner(e.name(), layers);
          params.computeIfAbsent(owner, _ -> new long[2])[isFixed(e, layers.get(owner)) ? 1 : 0] +=
              e.data().shape().longSize();
        });
    List<Row> rows =
        new ArrayList<>(rows(topology, LayersGraph.named(options.inputShapes(), topology), ""));
    if (params.containsKey(NO_LAYER)) {
      rows.add(Row.ofNoLayer(params.get(NO_LAYER)[0], params.get(NO_LAYER)[1]));
    }
    return rows;
  }

  /// The type of one of the model's inputs or outputs.
  TensorType type(Value port) {
    return ports.getOrDefault(port, TensorType.UNKNOWN);
  }

  /// Why some types are not known: a message for each layer.
  List<String> unknown() {
    return unknown;
  }

  private List<Row> rows(Graph topology, Map<String, Shape> inputShapes, String around) {
    LayerTypes types =
        LayerTypes.of(
            topology,
            weights,
            new Lowering.Options(inputShapes, options.customLayers(), options.budget()));
    types.unknown().forEach(reason -> unknown.add(around + reason));
    Map<String, Row> rows = new LinkedHashMap<>();
    for (Node call : topology.nodes()) {
      KerasLayer layer = (KerasLayer) call.op();
      List<TensorType> results = types.of(call);
      for (int i = 0; i < results.size(); i++) {
        ports.put(call.out(i), results.get(i));
      }
      long[] own = sum(layer);
      boolean isOpened = nested && Topology.isModel(layer) && !rows.containsKey(layer.layer());
      Row row =
          new Row(
              layer.layer(),
              layer.className(),
              results,
              own[0],
              own[1],
              call.inputs().stream().map(v -> ((KerasLayer) v.op()).layer()).toList(),
              isOpened ? inside(layer, call, around) : List.of());
      rows.merge(layer.layer(), row, Row::and);
    }
    return List.copyOf(rows.values());
  }

  /// The layers of a model that is called, on what it is called with.
  private List<Row> inside(KerasLayer layer, Node call, String around) {
    Graph model = Topology.model(layer);
    Map<String, Shape> shapes = new LinkedHashMap<>();
    Iterator<Value> arguments = call.inputs().iterator();
    for (String input : model.inputs().keySet()) {
      if (arguments.hasNext()) {
        TensorType type = type(arguments.next());
        if (type.shape().hasRank()) {
          shapes.put(input, type.shape());
        }
      }
    }
    return rows(model, shapes, around + layer.layer() + "/");
  }

  /// With the layers in it, be it a model or a wrapper.
  private long[] sum(KerasLayer layer) {
    GraphBuilder alone = GraphBuilder.verbatim();
    Node call = alone.addNode(layer, List.of());
    Graph graph = alone.build(Map.of(), Map.of("", call.out(0)));
    long[] sum = new long[2];
    for (String name : Topology.layers(graph).stream().map(KerasLayer::layer).distinct().toList()) {
      long[] own = params.getOrDefault(name, new long[2]);
      sum[0] += own[0];
      sum[1] += own[1];
    }
    return sum;
  }

  /// The layer whose name the weight's begins with: `lstm/lstm_cell/kernel` is the layer `lstm`'s.
  private static String owner(String weight, Map<String, KerasLayer> layers) {
    for (int end = weight.lastIndexOf('/'); end > 0; end = weight.lastIndexOf('/', end - 1)) {
      if (layers.containsKey(weight.substring(0, end))) {
        return weight.substring(0, end);
      }
    }
    return NO_LAYER;
  }

  private static boolean isFixed(WeightEntry weight, KerasLayer layer) {
    String own = weight.name().substring(weight.name().lastIndexOf('/') + 1);
    return own.startsWith("moving_")
        || (layer != null && layer.config().path("trainable").isFalse());
  }
}
