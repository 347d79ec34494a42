package io.github.tfjs4j.formats.tensorflow;

import io.github.tfjs4j.format.TensorFlowModel;
import io.github.tfjs4j.format.Written;
import io.github.tfjs4j.format.graphdef.FunctionDef;
import io.github.tfjs4j.format.graphdef.GraphDefWriter;
import io.github.tfjs4j.format.graphdef.Signature;
import io.github.tfjs4j.formats.proto.GraphProto;
import io.github.tfjs4j.formats.proto.NodeProto;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.tensor.TensorSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A graph of a model as TensorFlow's files have it, whose weights are constants.
///
/// @param initializer the node that fills the tables
/// @param weightBytes how much all constants take
record TensorFlowGraph(
    GraphProto proto, Signature signature, Optional<String> initializer, long weightBytes) {
  private static final String INITIALIZER = "init_all_tables";
  private static final List<String> FILLS = List.of("LookupTableImportV2", "InitializeTableV2");

  /// @param model spelled for TensorFlow
  static TensorFlowGraph of(TensorFlowModel model) {
    Graph graph = model.graph();
    List<FunctionDef> library = GraphDefWriter.needsLibrary(graph) ? model.functions() : List.of();
    Map<String, TensorSource> values = new LinkedHashMap<>();
    model.otherWeights().forEach(w -> values.put(w.name(), w.data()));
    GraphDefWriter.Written written = GraphDefWriter.write(graph, library, values);
    values.putAll(written.values());
    GraphProto proto = GraphProtos.write(written.def(), values, library.isEmpty());
    List<String> fills =
        proto.getNodeList().stream()
            .filter(n -> FILLS.contains(n.getOp()))
            .map(NodeProto::getName)
            .toList();
    long bytes = written.values().values().stream().mapToLong(TensorProtos::bytes).sum();
    return new TensorFlowGraph(
        fills.isEmpty() ? proto : filling(proto, fills),
        written.signature(),
        fills.isEmpty() ? Optional.empty() : Optional.of(INITIALIZER),
        bytes);
  }

  private static GraphProto filling(GraphProto proto, List<String> fills) {
    NodeProto.Builder node = NodeProto.newBuilder().setName(INITIALIZER).setOp("NoOp");
    fills.forEach(fill -> node.addInput("^" + fill));
    return proto.toBuilder().addNode(node).build();
  }

  Written written() {
    return new Written(weightBytes, 1, List.of());
  }
}
