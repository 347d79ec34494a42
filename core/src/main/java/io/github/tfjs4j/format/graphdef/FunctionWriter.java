package io.github.tfjs4j.format.graphdef;

import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.graph.Wording;
import io.github.tfjs4j.op.AsSpelled;
import io.github.tfjs4j.op.Const;
import io.github.tfjs4j.op.Identity;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.op.Placeholder;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tree.Tree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Writes the functions that ops hold into a library, so that TF.js takes them rightly:
///
/// * It keeps the weights of all functions and of the graph in one map, and takes a node that is
///   called like one of them for that constant: no name is there twice in the file.
/// * Of `node:result:k` it reads only `k`: results other than the first are `node:k`.
/// * It keeps one result index a node: of two results of one node that a function gives, one goes
///   through an `Identity`. So does a constant, which would be handed out itself.
final class FunctionWriter {
  private final NodeNames names;
  private final Map<String, GraphDefWriter.Constant> constants;
  private final List<FunctionDef> functions = new ArrayList<>();
  private final Map<Graph, String> written = new IdentityHashMap<>();

  /// @param names those of the graph around the functions
  /// @param constants where the constants go, by name
  FunctionWriter(NodeNames names, Map<String, GraphDefWriter.Constant> constants) {
    this.names = names;
    this.constants = constants;
  }

  /// What has been written.
  List<FunctionDef> functions() {
    return functions;
  }

  /// The name of `function`, which is written where it has not been yet.
  private String name(Graph function, String wanted) {
    String known = written.get(function);
    if (known != null) {
      return known;
    }
    String name = names.fresh(wanted.replace('/', '_'));
    written.put(function, name);
    functions.add(function(function, name));
    return name;
  }

  private FunctionDef function(Graph function, String name) {
    NodeNames own = names.inFunction(function, name);
    Map<String, DataType> arguments = new LinkedHashMap<>();
    Set<Node> given = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Value input : function.inputs().values()) {
      given.add(input.node());
      arguments.put(own.of(input.node()), type(input));
    }
    List<NodeDef> nodes = new ArrayList<>();
    for (Node node : function.nodes()) {
      if (!given.contains(node)) {
        nodes.add(node(function, node, own));
      }
    }
    Map<String, FunctionDef.Result> results = new LinkedHashMap<>();
    Set<Node> returned = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Value output : function.outputs().values()) {
      NodeDef.Ref value = own.of(output);
      if (!returned.add(output.node()) || output.op() instanceof Const) {
        String identity = names.fresh("Identity");
        nodes.add(identity(identity, value, output));
        value = NodeDef.Ref.of(identity, 0);
      }
      results.put("output_" + results.size(), new FunctionDef.Result(output.dataType(), value));
    }
    return new FunctionDef(name, arguments, nodes, results, Tree.EMPTY_OBJECT);
  }

  private static DataType type(Value argument) {
    return argument.op() instanceof Placeholder p ? p.dtype() : argument.dataType();
  }

  private NodeDef node(Graph function, Node node, NodeNames own) {
    if (node.op() instanceof Placeholder) {
      throw new UnsupportedModelException(
          function.describe(node) + " is no argument of its function, and would be fed by nobody");
    }
    return def(function, node, own);
  }

  /// A node of a graph or of a function in it; what it calls is written too.
  ///
  /// @param own the names of the nodes of `graph`
  NodeDef def(Graph graph, Node node, NodeNames own) {
    String name = own.of(node);
    node.op()
        .constant()
        .ifPresent(c -> constants.put(name, new GraphDefWriter.Constant(c, graph.origins(node))));
    return new NodeDef(
        name,
        graph.spelling(node),
        node.inputs().stream().map(own::of).toList(),
        node.controls().stream().map(own::of).toList(),
        attributes(graph, node, name),
        graph.wording(node).map(Wording::extras).orElse(Tree.EMPTY_OBJECT));
  }

  /// Those of the file, where it comes from one; the functions among them under their new names.
  private Map<String, AttrValue> attributes(Graph graph, Node node, String name) {
    Map<String, AttrValue> own =
        node.op() instanceof AsSpelled u
            ? u.attributes()
            : Ops.ALL.definition(node.op()).orElseThrow().attributes(node, graph.spelling(node));
    Map<String, AttrValue> attributes =
        new LinkedHashMap<>(
            graph.wording(node).flatMap(Wording::attributes).orElseGet(() -> known(own)));
    own.forEach((key, value) -> {
      if (value instanceof AttrValue.Body(Graph function)) {
        attributes.put(key, new AttrValue.Func(name(function, name + "_" + key)));
      }
    });
    return attributes;
  }

  private static Map<String, AttrValue> known(Map<String, AttrValue> attributes) {
    Map<String, AttrValue> known = new LinkedHashMap<>(attributes);
    known.values().removeIf(value -> !isKnown(value));
    return known;
  }

  /// The type of an unknown op's result is not known, and so an attribute that repeats it is left
  /// out. Functions get their names later.
  private static boolean isKnown(AttrValue value) {
    return switch (value) {
      case AttrValue.Type(DataType t) -> t != DataType.INVALID;
      case AttrValue.Types(List<DataType> t) -> !t.contains(DataType.INVALID);
      case AttrValue.Body _ -> false;
      default -> true;
    };
  }

  /// Hands a value on under a name of its own.
  static NodeDef identity(String name, NodeDef.Ref of, Value value) {
    return new NodeDef(
        name,
        new Identity().name(),
        List.of(of),
        List.of(),
        value.type().isKnown() ? Map.of("T", new AttrValue.Type(value.dataType())) : Map.of());
  }
}
