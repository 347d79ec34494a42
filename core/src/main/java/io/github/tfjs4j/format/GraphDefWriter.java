package io.github.tfjs4j.format;

import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Const;
import io.github.tfjs4j.op.Identity;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.op.Placeholder;
import io.github.tfjs4j.op.PlaceholderWithDefault;
import io.github.tfjs4j.op.UnknownOp;
import io.github.tfjs4j.op.Weight;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.TensorSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes the `model.json` of a GraphModel, all but its weights manifest.
///
/// Each output gets a node of its own: TF.js gives two outputs of one node the same value, returns
/// the caller's own tensor for an output that is an input, and its own weight for one that is a
/// constant.
final class GraphDefWriter {
  /// The version of TensorFlow's op definitions that the written nodes follow, and the oldest
  /// reader they need.
  private static final int PRODUCER = 1395;

  private static final int MIN_CONSUMER = 12;

  private final GraphArtifacts model;
  private final Graph graph;
  private final NodeNames names;
  private final ArrayNode nodes = Json.NODES.arrayNode();
  private final FunctionWriter functions;
  private final Map<String, String> outputTensors = new LinkedHashMap<>();
  private final Map<String, String> stateInputs = new LinkedHashMap<>();
  private final Map<String, String> stateOutputs = new LinkedHashMap<>();

  GraphDefWriter(GraphArtifacts model) {
    this.model = model;
    this.graph = model.graph();
    refuseForeign();
    this.names = new NodeNames(graph, reserved());
    this.functions = new FunctionWriter(names);
    graph.nodes().forEach(this::addNode);
    addOutputs();
  }

  private void refuseForeign() {
    Map<String, List<String>> left = new LinkedHashMap<>();
    walk(
        graph,
        (in, n) -> {
          if ((n.op().foreign() && !(n.op() instanceof UnknownOp)) || n.op() instanceof Weight) {
            left.computeIfAbsent(n.op().name(), _ -> new ArrayList<>()).add(in.name(n));
          }
        });
    if (!left.isEmpty()) {
      throw new UnsupportedModelException(
          "a GraphModel cannot hold "
              + left.size()
              + (left.size() == 1 ? " kind" : " kinds")
              + " of node: "
              + left.entrySet().stream()
                  .map(e ->
                      e.getKey()
                          + " ("
                          + e.getValue().size()
                          + ", first '"
                          + e.getValue().getFirst()
                          + "')")
                  .collect(Collectors.joining(", "))
              + "; layers must be lowered and weights be frozen before");
    }
  }

  /// Every node, those of functions included.
  private static void walk(Graph graph, BiConsumer<Graph, Node> visit) {
    for (Node node : graph.nodes()) {
      visit.accept(graph, node);
      node.op().functions().values().forEach(f -> walk(f, visit));
    }
  }

  private JsonNode library() {
    return model.json().path("modelTopology").path("library");
  }

  /// Whether an op that we do not know names a function of the library, which must stay then.
  private boolean needsLibrary() {
    boolean[] needs = {false};
    walk(
        graph,
        (_, n) ->
            needs[0] |=
                n.op() instanceof UnknownOp u
                    && u.attributes().values().stream()
                        .anyMatch(a ->
                            a instanceof AttrValue.Func
                                || (a instanceof AttrValue.Json(String text)
                                    && text.contains("\"func\""))));
    return needs[0];
  }

  /// The constants of functions that stay, and those of the initializer.
  private List<WeightEntry> otherWeights() {
    if (needsLibrary()) {
      return model.otherWeights();
    }
    Set<String> gone = new HashSet<>(FunctionReader.constantsOf(library()));
    JsonNode initializer = model.json().path("modelInitializer");
    initializer.path("node").forEach(n -> gone.remove(n.path("name").asString("")));
    FunctionReader.constantsOf(initializer.path("library")).forEach(gone::remove);
    return model.otherWeights().stream().filter(w -> !gone.contains(w.name())).toList();
  }

  /// Constants of functions lie in the same map as those of the main graph: no main node may take
  /// their names, except for a constant that is that very weight.
  private List<String> reserved() {
    List<String> reserved = new ArrayList<>();
    if (needsLibrary()) {
      library()
          .path("function")
          .forEach(f -> reserved.add(f.path("signature").path("name").asString("")));
    }
    Map<String, TensorSource> own = new LinkedHashMap<>();
    graph.nodes().forEach(n -> n.op().constant().ifPresent(c -> own.put(graph.name(n), c)));
    otherWeights().stream()
        .filter(w -> own.get(w.name()) != w.data())
        .map(WeightEntry::name)
        .forEach(reserved::add);
    return reserved;
  }

  /// The weights: constants of the main graph in the order of the nodes, then those of functions,
  /// then all others.
  List<WeightEntry> weights() {
    Map<String, WeightEntry> weights = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Const c) {
        weights.put(names.of(node), WeightEntry.of(names.of(node), c.data()));
      }
    }
    functions.weights().forEach(w -> weights.put(w.name(), w));
    otherWeights().forEach(w -> weights.putIfAbsent(w.name(), w));
    return List.copyOf(weights.values());
  }

  /// `model.json` in the order of the original converter, without `weightsManifest`.
  ObjectNode model() {
    ObjectNode before = model.json();
    ObjectNode json = Json.NODES.objectNode();
    json.put("format", "graph-model");
    if (before.has("generatedBy")) {
      json.set("generatedBy", before.get("generatedBy"));
    }
    json.put("convertedBy", Version.PROGRAM);
    json.set("signature", signature());
    json.set("modelTopology", topology());
    ObjectNode metadata = metadata(before.path("userDefinedMetadata"));
    if (before.path("userDefinedMetadata").isObject() || !metadata.isEmpty()) {
      json.set("userDefinedMetadata", metadata);
    }
    before.properties().forEach(e -> json.putIfAbsent(e.getKey(), e.getValue()));
    return json;
  }

  private ObjectNode metadata(JsonNode before) {
    ObjectNode metadata = before instanceof ObjectNode o ? o.deepCopy() : Json.NODES.objectNode();
    // TF.js would prefer it to the one that has just been written.
    metadata.remove("signature");
    if (!graph.states().isEmpty()) {
      metadata.set(StatesJson.KEY, StatesJson.write(graph.states(), stateInputs, stateOutputs));
    }
    return metadata;
  }

  private ObjectNode topology() {
    ObjectNode topology = Json.NODES.objectNode();
    topology.set("node", nodes);
    JsonNode before = model.json().path("modelTopology");
    topology.set("library", newLibrary());
    if (before.path("versions") instanceof ObjectNode versions) {
      topology.set("versions", versions);
    } else {
      topology.putObject("versions").put("producer", PRODUCER).put("minConsumer", MIN_CONSUMER);
    }
    before.properties().forEach(e -> topology.putIfAbsent(e.getKey(), e.getValue()));
    return topology;
  }

  private ObjectNode newLibrary() {
    ObjectNode library = library() instanceof ObjectNode o ? o.deepCopy() : Json.NODES.objectNode();
    ArrayNode all = Json.NODES.arrayNode();
    if (needsLibrary()) {
      library().path("function").forEach(all::add);
    }
    all.addAll(functions.functions());
    library.remove("function");
    if (!all.isEmpty()) {
      library.set("function", all);
    }
    return library;
  }

  // ---- nodes ----

  private void addNode(Node node) {
    List<String> inputs = new ArrayList<>();
    node.inputs().forEach(v -> inputs.add(tensor(v)));
    node.controls().forEach(c -> inputs.add("^" + names.of(c)));
    add(
        names.of(node),
        graph.spelling(node),
        inputs,
        functions.attributes(graph, node, names.of(node)));
  }

  private void add(String name, String op, List<String> inputs, ObjectNode attributes) {
    nodes.add(nodeDef(name, op, inputs, attributes));
  }

  static ObjectNode nodeDef(String name, String op, List<String> inputs, ObjectNode attributes) {
    ObjectNode json = Json.NODES.objectNode();
    json.put("name", name);
    json.put("op", op);
    if (!inputs.isEmpty()) {
      ArrayNode array = json.putArray("input");
      inputs.forEach(array::add);
    }
    if (!attributes.isEmpty()) {
      json.set("attr", attributes);
    }
    return json;
  }

  /// Result 0 goes by the name of its node alone.
  private String tensor(Value v) {
    return v.index() == 0 ? names.of(v.node()) : names.of(v.node()) + ":" + v.index();
  }

  /// All attributes but functions.
  static ObjectNode attributes(Graph graph, Node node) {
    Op op = node.op();
    ObjectNode json = Json.NODES.objectNode();
    Map<String, AttrValue> values =
        op instanceof UnknownOp u
            ? u.attributes()
            : Ops.ALL.definition(op).orElseThrow().attributes(node, graph.spelling(node));
    values.forEach((key, value) -> {
      if (isKnown(value)) {
        json.set(key, AttrJson.write(value));
      }
    });
    if (op instanceof Const c) {
      ObjectNode tensor = json.putObject("value").putObject("tensor");
      tensor.put("dtype", c.data().type().tfName());
      tensor.set("tensorShape", AttrJson.write(c.data().shape()));
    }
    return json;
  }

  /// The type of an unknown op's result is not known, and so an attribute that repeats it is left
  /// out. Functions have names, which are not known here.
  private static boolean isKnown(AttrValue value) {
    return switch (value) {
      case AttrValue.Type(DataType t) -> t != DataType.INVALID;
      case AttrValue.Types(List<DataType> t) -> !t.contains(DataType.INVALID);
      case AttrValue.Body _ -> false;
      default -> true;
    };
  }

  // ---- signature ----

  private void addOutputs() {
    Set<Node> used = Collections.newSetFromMap(new IdentityHashMap<>());
    graph.inputs().values().forEach(v -> used.add(v.node()));
    graph.outputs().forEach((key, value) -> outputTensors.put(key, ownNode(value, used) + ":0"));
    graph
        .states()
        .forEach((key, state) -> {
          stateInputs.put(key, names.of(state.before().node()));
          stateOutputs.put(key, ownNode(state.after(), used));
        });
  }

  /// The name of a node whose one result is `value`, and which nobody else has been given.
  private String ownNode(Value value, Set<Node> used) {
    if (used.add(value.node()) && value.node().types().size() == 1 && !mayBeKept(value.op())) {
      return names.of(value.node());
    }
    String name = names.fresh("Identity");
    add(name, new Identity().name(), List.of(tensor(value)), identityAttributes(value));
    return name;
  }

  static ObjectNode identityAttributes(Value value) {
    ObjectNode attributes = Json.NODES.objectNode();
    if (value.type().isKnown()) {
      attributes.set("T", AttrJson.write(new AttrValue.Type(value.dataType())));
    }
    return attributes;
  }

  /// Whether TF.js would hand out a tensor that is not the caller's alone: a function may give what
  /// it was given.
  private static boolean mayBeKept(Op op) {
    return op instanceof Const
        || op instanceof Placeholder
        || op instanceof PlaceholderWithDefault
        || !op.functions().isEmpty();
  }

  private ObjectNode signature() {
    JsonNode before = SignatureJson.find(model.json());
    Map<String, String> inputTensors = new LinkedHashMap<>();
    graph.inputs().forEach((key, v) -> inputTensors.put(key, names.of(v.node()) + ":" + v.index()));
    ObjectNode signature = Json.NODES.objectNode();
    signature.set("inputs", side(graph.inputs(), inputTensors, before.path("inputs")));
    signature.set("outputs", side(graph.outputs(), outputTensors, before.path("outputs")));
    before.properties().forEach(e -> signature.putIfAbsent(e.getKey(), e.getValue()));
    return signature;
  }

  private static ObjectNode side(
      Map<String, Value> values, Map<String, String> tensors, JsonNode before) {
    ObjectNode json = Json.NODES.objectNode();
    List<String> keys = List.copyOf(values.keySet());
    List<String> written = SignatureJson.keepingOrder(keys);
    for (int i = 0; i < keys.size(); i++) {
      String key = keys.get(i);
      json.set(
          written.get(i), SignatureJson.info(before.path(key), tensors.get(key), values.get(key)));
    }
    return json;
  }
}
