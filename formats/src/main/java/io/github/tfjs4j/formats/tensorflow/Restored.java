package io.github.tfjs4j.formats.tensorflow;

import io.github.tfjs4j.format.graphdef.NodeDef.Ref;
import io.github.tfjs4j.formats.proto.FunctionProto;
import io.github.tfjs4j.formats.proto.MetaGraph;
import io.github.tfjs4j.formats.proto.NodeProto;
import io.github.tfjs4j.formats.proto.SavedConcreteFunction;
import io.github.tfjs4j.formats.proto.SavedObject;
import io.github.tfjs4j.formats.proto.SavedObjectGraph;
import io.github.tfjs4j.formats.proto.TrackableObjectGraph;
import io.github.tfjs4j.formats.tensorflow.Variables.Stored;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.TensorSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which variable of a graph is which saved tensor. The names of neither say it: what restores the
/// model does, which assigns tensors by their keys to variables; where a model has no such part,
/// its tree of objects does.
final class Restored {
  private static final String OBJECT_GRAPH = "_CHECKPOINTABLE_OBJECT_GRAPH";

  private final MetaGraph graph;
  private final Map<String, NodeProto> main = new HashMap<>();
  private final Map<String, FunctionProto> library = new HashMap<>();
  private final Map<String, Stored> stored = new HashMap<>();

  private Restored(MetaGraph graph) {
    this.graph = graph;
    graph.getGraphDef().getNodeList().forEach(n -> main.put(n.getName(), n));
    graph
        .getGraphDef()
        .getLibrary()
        .getFunctionList()
        .forEach(f -> library.put(f.getSignature().getName(), f));
  }

  /// Where the values lie, by the names of the nodes that make the variables' handles.
  static Map<String, Stored> of(MetaGraph graph, Bundle bundle) {
    Restored restored = new Restored(graph);
    restored.byObjects(bundle);
    restored.byRestoring();
    return restored.stored;
  }

  // ---- what restores ----

  private void byRestoring() {
    String restore = node(graph.getSaverDef().getRestoreOpName());
    Deque<String> open = new ArrayDeque<>(List.of(restore));
    Set<String> seen = new HashSet<>(open);
    while (!open.isEmpty()) {
      NodeProto def = main.get(open.pop());
      if (def == null) {
        continue;
      }
      if (library.containsKey(function(def))) {
        inFunction(library.get(function(def)), def);
      } else if (isAssign(def) && def.getInputCount() >= 2) {
        assigned(node(def.getInput(0)), def.getInput(1), main, Map.of());
      }
      for (String input : def.getInputList()) {
        if (seen.add(node(input))) {
          open.push(node(input));
        }
      }
    }
  }

  private static boolean isAssign(NodeProto def) {
    return def.getOp().equals("Assign") || def.getOp().equals("AssignVariableOp");
  }

  private static String function(NodeProto def) {
    return def.containsAttr("f") ? def.getAttrOrThrow("f").getFunc().getName() : "";
  }

  private void inFunction(FunctionProto function, NodeProto call) {
    Map<String, String> arguments = new HashMap<>();
    List<String> given = call.getInputList().stream().filter(i -> !i.startsWith("^")).toList();
    for (int i = 0; i < Math.min(given.size(), function.getSignature().getInputArgCount()); i++) {
      arguments.put(function.getSignature().getInputArg(i).getName(), given.get(i));
    }
    Map<String, NodeProto> body = new HashMap<>();
    function.getNodeDefList().forEach(n -> body.put(n.getName(), n));
    for (NodeProto def : function.getNodeDefList()) {
      if (isAssign(def) && def.getInputCount() >= 2 && arguments.containsKey(def.getInput(0))) {
        assigned(node(arguments.get(def.getInput(0))), def.getInput(1), body, arguments);
      }
    }
  }

  private void assigned(
      String variable, String value, Map<String, NodeProto> nodes, Map<String, String> arguments) {
    Ref ref = Ref.parse(value, "restoring");
    NodeProto def = nodes.get(ref.node());
    for (int steps = 0; def != null && def.getOp().equals("Identity") && steps < 100; steps++) {
      ref = Ref.parse(def.getInput(0), "restoring");
      def = nodes.get(ref.node());
    }
    if (def == null || !def.getOp().startsWith("RestoreV2") || def.getInputCount() < 3) {
      return;
    }
    List<String> keys = strings(def.getInput(1), nodes, arguments);
    List<String> slices = strings(def.getInput(2), nodes, arguments);
    if (ref.index() < keys.size()) {
      String slice = ref.index() < slices.size() ? slices.get(ref.index()) : "";
      stored.put(variable, new Stored(keys.get(ref.index()), slice));
    }
  }

  private List<String> strings(
      String input, Map<String, NodeProto> nodes, Map<String, String> arguments) {
    NodeProto def = nodes.get(node(input));
    if (def == null && arguments.containsKey(node(input))) {
      def = main.get(node(arguments.get(node(input))));
    }
    if (def == null || !def.containsAttr("value")) {
      return List.of();
    }
    List<String> out = new ArrayList<>();
    def.getAttrOrThrow("value")
        .getTensor()
        .getStringValList()
        .forEach(s -> out.add(s.toStringUtf8()));
    // The last one stands for those that follow.
    var shape = def.getAttrOrThrow("value").getTensor().getTensorShape();
    long size = shape.getDimCount() == 1 ? shape.getDim(0).getSize() : out.size();
    while (!out.isEmpty() && out.size() < Math.min(size, main.size())) {
      out.add(out.getLast());
    }
    return out;
  }

  /// The node that a reference names.
  private static String node(String reference) {
    String name = reference.startsWith("^") ? reference.substring(1) : reference;
    int colon = name.indexOf(':');
    return colon < 0 ? name : name.substring(0, colon);
  }

  // ---- the tree of objects ----

  /// What functions capture, in the order in which calls of them are given it.
  private void byObjects(Bundle bundle) {
    SavedObjectGraph objects = graph.getObjectGraphDef();
    if (objects.getNodesCount() == 0) {
      return;
    }
    Map<Integer, String> keys = keys(objects, bundle);
    for (NodeProto def : graph.getGraphDef().getNodeList()) {
      SavedConcreteFunction function = objects.getConcreteFunctionsMap().get(function(def));
      if (function == null) {
        continue;
      }
      List<String> given = def.getInputList().stream().filter(i -> !i.startsWith("^")).toList();
      int first = given.size() - function.getBoundInputsCount();
      for (int i = 0; first >= 0 && i < function.getBoundInputsCount(); i++) {
        String key = keys.get(function.getBoundInputs(i));
        if (key != null) {
          stored.putIfAbsent(node(given.get(first + i)), new Stored(key, ""));
        }
      }
    }
  }

  /// The keys of variables, by the numbers of their objects: two trees are walked together, by the
  /// names of children.
  static Map<Integer, String> keys(SavedObjectGraph objects, Bundle bundle) {
    record Pair(int object, int tracked) {}
    if (!bundle.has(OBJECT_GRAPH)) {
      return Map.of();
    }
    TensorSource text = bundle.tensor(OBJECT_GRAPH);
    if (text.type() != DataType.STRING || text.shape().longSize() != 1) {
      return Map.of();
    }
    TrackableObjectGraph tracked =
        Messages.binary(
            text.tensor().strings()[0], TrackableObjectGraph.getDefaultInstance(), OBJECT_GRAPH);
    Map<Integer, String> keys = new HashMap<>();
    Deque<Pair> open = new ArrayDeque<>(List.of(new Pair(0, 0)));
    Set<Pair> seen = new HashSet<>(open);
    while (!open.isEmpty()) {
      Pair at = open.pop();
      if (at.object < 0
          || at.object >= objects.getNodesCount()
          || at.tracked < 0
          || at.tracked >= tracked.getNodesCount()) {
        continue;
      }
      SavedObject object = objects.getNodes(at.object);
      TrackableObjectGraph.Node node = tracked.getNodes(at.tracked);
      node.getAttributesList().stream()
          .filter(a -> a.getName().equals("VARIABLE_VALUE"))
          .forEach(a -> keys.putIfAbsent(at.object, a.getCheckpointKey()));
      Map<String, Integer> children = new HashMap<>();
      node.getChildrenList().forEach(c -> children.put(c.getLocalName(), c.getNodeId()));
      for (SavedObject.Child child : object.getChildrenList()) {
        Integer other = children.get(child.getLocalName());
        if (other != null) {
          Pair next = new Pair(child.getNodeId(), other);
          if (seen.add(next)) {
            open.push(next);
          }
        }
      }
    }
    return keys;
  }
}
