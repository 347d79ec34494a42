package io.github.tfjs4j.format;

import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Const;
import io.github.tfjs4j.op.Identity;
import io.github.tfjs4j.op.Placeholder;
import io.github.tfjs4j.tensor.DataType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes the functions that ops hold into a library, so that TF.js takes them rightly:
///
/// * It keeps the weights of all functions and of the graph in one map, and takes a node that is
///   called like one of them for that constant: no name is there twice in the file.
/// * Of `node:result:k` it reads only `k`: results other than the first are `node:k`.
/// * It keeps one result index a node: of two results of one node that a function gives, one goes
///   through an `Identity`. So does a constant, which would be handed out itself.
final class FunctionWriter {
  private final NodeNames names;
  private final ArrayNode functions = Json.NODES.arrayNode();
  private final Map<Graph, String> written = new IdentityHashMap<>();
  private final List<WeightEntry> weights = new ArrayList<>();

  /// @param names those of the graph around the functions
  FunctionWriter(NodeNames names) {
    this.names = names;
  }

  /// What has been written.
  ArrayNode functions() {
    return functions;
  }

  /// The constants of what has been written.
  List<WeightEntry> weights() {
    return weights;
  }

  /// The name of `function`, which is written where it has not been yet.
  String name(Graph function, String wanted) {
    String known = written.get(function);
    if (known != null) {
      return known;
    }
    String name = names.fresh(wanted.replace('/', '_'));
    written.put(function, name);
    ObjectNode json = functions.addObject();
    ObjectNode signature = json.putObject("signature");
    signature.put("name", name);
    NodeNames own = names.inFunction(function, name);
    ArrayNode arguments = signature.putArray("inputArg");
    Set<Node> given = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Value input : function.inputs().values()) {
      given.add(input.node());
      argument(arguments, own.of(input.node()), type(input));
    }
    ArrayNode nodes = json.putArray("nodeDef");
    for (Node node : function.nodes()) {
      if (!given.contains(node)) {
        nodes.add(node(function, node, own, given));
      }
    }
    ArrayNode results = signature.putArray("outputArg");
    ObjectNode ret = json.putObject("ret");
    Set<Node> returned = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Value output : function.outputs().values()) {
      String result = "output_" + results.size();
      argument(results, result, output.dataType());
      String tensor = tensor(output, own, given);
      if (!returned.add(output.node()) || output.op() instanceof Const) {
        ObjectNode attributes = GraphDefWriter.identityAttributes(output);
        tensor = names.fresh("Identity");
        nodes.add(
            GraphDefWriter.nodeDef(
                tensor, new Identity().name(), List.of(tensor(output, own, given)), attributes));
        tensor += ":0";
      }
      ret.put(result, tensor);
    }
    return name;
  }

  private static void argument(ArrayNode arguments, String name, DataType type) {
    ObjectNode argument = arguments.addObject().put("name", name);
    if (type != DataType.INVALID) {
      argument.put("type", type.tfName());
    }
  }

  private static DataType type(Value argument) {
    return argument.op() instanceof Placeholder p ? p.dtype() : argument.dataType();
  }

  private ObjectNode node(Graph function, Node node, NodeNames own, Set<Node> arguments) {
    if (node.op() instanceof Placeholder) {
      throw new IllegalStateException(function.describe(node) + " is no argument of its function");
    }
    if (node.op() instanceof Const c) {
      weights.add(WeightEntry.of(own.of(node), c.data()));
    }
    List<String> inputs = new ArrayList<>();
    node.inputs().forEach(v -> inputs.add(tensor(v, own, arguments)));
    node.controls().forEach(c -> inputs.add("^" + own.of(c)));
    return GraphDefWriter.nodeDef(
        own.of(node), function.spelling(node), inputs, attributes(function, node, own.of(node)));
  }

  private static String tensor(Value v, NodeNames own, Set<Node> arguments) {
    String node = own.of(v.node());
    return arguments.contains(v.node()) ? node : node + ":" + v.index();
  }

  /// A node's attributes, functions by their names.
  ObjectNode attributes(Graph graph, Node node, String name) {
    ObjectNode json = GraphDefWriter.attributes(graph, node);
    node.op()
        .functions()
        .forEach((key, function) ->
            json.set(key, AttrJson.write(new AttrValue.Func(name(function, name + "_" + key)))));
    return json;
  }
}
