package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is known of a function's values, given what is known of its arguments.
public final class FunctionTypes {
  private FunctionTypes() {}

  /// `op` with functions that know what is known of these inputs; readers make functions without
  /// knowing of what type their arguments are.
  public static Op typed(Op op, List<Value> inputs) {
    return switch (op) {
      case While loop -> loop.typed(inputs);
      case If condition -> condition.typed(inputs);
      default -> op;
    };
  }

  /// What the function and its caller know together of the arguments.
  static List<TensorType> arguments(Graph function, List<TensorType> given) {
    if (given.size() != function.inputs().size()) {
      throw new ShapeException(
          "the function takes "
              + function.inputs().size()
              + " arguments "
              + function.inputs().keySet()
              + ", given are "
              + given.size());
    }
    List<TensorType> types = new ArrayList<>();
    Iterator<Map.Entry<String, Value>> declared = function.inputs().entrySet().iterator();
    for (TensorType type : given) {
      Map.Entry<String, Value> argument = declared.next();
      types.add(merged(argument.getKey(), argument.getValue().type(), type));
    }
    return types;
  }

  private static TensorType merged(String argument, TensorType declared, TensorType given) {
    boolean same = declared.type() == given.type() || !declared.isKnown() || !given.isKnown();
    if (!same || !declared.shape().isCompatible(given.shape())) {
      throw new ShapeException(
          "argument '" + argument + "' of the function is " + declared + ", given is " + given);
    }
    DataType type = declared.isKnown() ? declared.type() : given.type();
    return new TensorType(type, declared.shape().merge(given.shape()));
  }

  /// What two values have in common.
  static TensorType common(TensorType a, TensorType b) {
    if (a.isKnown() && b.isKnown() && a.type() != b.type()) {
      throw new ShapeException("one is " + a + ", the other " + b);
    }
    return new TensorType(a.isKnown() ? a.type() : b.type(), common(a.shape(), b.shape()));
  }

  private static Shape common(Shape a, Shape b) {
    if (!a.hasRank() || !b.hasRank() || a.rank() != b.rank()) {
      return Shape.UNKNOWN;
    }
    Shape both = a;
    for (int i = 0; i < a.rank(); i++) {
      both = a.dim(i) == b.dim(i) ? both : both.with(i, Shape.UNKNOWN_DIM);
    }
    return both;
  }

  static List<TensorType> results(Graph function, List<TensorType> arguments) {
    return typed(function, arguments).outputs().values().stream().map(Value::type).toList();
  }

  /// The function with all types inferred from those of its arguments.
  static Graph typed(Graph function, List<TensorType> given) {
    List<TensorType> types = arguments(function, given);
    if (types.equals(function.inputs().values().stream().map(Value::type).toList())) {
      return function;
    }
    GraphBuilder to = GraphBuilder.verbatim();
    Map<Node, Node> copies = new IdentityHashMap<>();
    Map<String, Value> inputs = new LinkedHashMap<>();
    Iterator<TensorType> next = types.iterator();
    function
        .inputs()
        .forEach((name, v) -> {
          Value argument = to.add(argument(v, next.next()));
          to.named(function.name(v.node()), argument);
          copies.put(v.node(), argument.node());
          inputs.put(name, argument);
        });
    for (Node node : function.nodes()) {
      if (!copies.containsKey(node)) {
        to.from(function.origins(node), "");
        List<Value> values = node.inputs().stream().map(v -> moved(v, copies)).toList();
        List<Node> controls = node.controls().stream().map(copies::get).toList();
        Node copy = to.addNode(typed(node.op(), values), values, controls);
        to.named(function.name(node), new Value(copy, 0));
        to.spelled(function.spelling(node), copy);
        copies.put(node, copy);
      }
    }
    Map<String, Value> outputs = new LinkedHashMap<>();
    function.outputs().forEach((name, v) -> outputs.put(name, moved(v, copies)));
    return to.build(inputs, outputs, function.nodes().stream().map(copies::get).toList());
  }

  private static Value moved(Value v, Map<Node, Node> copies) {
    return new Value(copies.get(v.node()), v.index());
  }

  private static Placeholder argument(Value declared, TensorType type) {
    boolean same = declared.op() instanceof Placeholder p && p.dtype().runtime() == type.type();
    DataType dtype = same ? ((Placeholder) declared.op()).dtype() : type.type();
    return new Placeholder(dtype, type.shape());
  }
}
