package io.github.tfjs4j.formats.tensorflow;

import io.github.tfjs4j.format.graphdef.NodeDef.Ref;
import io.github.tfjs4j.formats.proto.FunctionProto;
import io.github.tfjs4j.formats.proto.MetaGraph;
import io.github.tfjs4j.formats.proto.NodeProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The order in which a Keras model gives its outputs: a signature has them by the names of their
/// layers, in no order, and the model's own function has them in order, without names. A node is
/// called after its layer.
final class OutputLayers {
  private static final int DEEPEST = 20;

  private final MetaGraph graph;
  private final Set<String> keys;
  private final Map<String, FunctionProto> library = new HashMap<>();

  /// @param keys of a signature's outputs
  OutputLayers(MetaGraph graph, Set<String> keys) {
    this.graph = graph;
    this.keys = keys;
    graph
        .getGraphDef()
        .getLibrary()
        .getFunctionList()
        .forEach(f -> library.put(f.getSignature().getName(), f));
  }

  /// Empty where no function gives just these.
  Optional<List<String>> order() {
    if (keys.size() < 2) {
      return Optional.empty();
    }
    return ArgumentOrder.functions(graph.getObjectGraphDef()).stream()
        .map(library::get)
        .filter(f -> f != null && f.getSignature().getOutputArgCount() == keys.size())
        .map(this::order)
        .filter(o -> Set.copyOf(o).equals(keys))
        .findFirst();
  }

  private List<String> order(FunctionProto function) {
    List<String> order = new ArrayList<>();
    Set<String> found = new HashSet<>();
    for (int i = 0; i < function.getSignature().getOutputArgCount(); i++) {
      layer(function, i, 0).filter(found::add).ifPresent(order::add);
    }
    return order;
  }

  /// The layer whose result output `index` of a function is.
  private Optional<String> layer(FunctionProto function, int index, int depth) {
    if (depth > DEEPEST || index >= function.getSignature().getOutputArgCount()) {
      return Optional.empty();
    }
    Map<String, NodeProto> nodes = new HashMap<>();
    function.getNodeDefList().forEach(n -> nodes.put(n.getName(), n));
    String name = function.getSignature().getOutputArg(index).getName();
    Ref ref = Ref.parse(function.getRetOrDefault(name, name), "an output");
    NodeProto def = nodes.get(ref.node());
    for (int steps = 0; def != null && steps < DEEPEST; steps++) {
      String first = def.getName().split("/", 2)[0];
      if (keys.contains(first) && !first.equals(def.getName())) {
        return Optional.of(first);
      }
      if (!def.getOp().equals("Identity") || def.getInputCount() == 0) {
        break;
      }
      ref = Ref.parse(def.getInput(0), "an output");
      def = nodes.get(ref.node());
    }
    FunctionProto called =
        def == null || !def.containsAttr("f")
            ? null
            : library.get(def.getAttrOrThrow("f").getFunc().getName());
    return called == null ? Optional.empty() : layer(called, ref.index(), depth + 1);
  }
}
