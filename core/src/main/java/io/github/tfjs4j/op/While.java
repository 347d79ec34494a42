package io.github.tfjs4j.op;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A loop: as long as `cond(v_0, ..., v_n)` holds, `v_0, ..., v_n = body(v_0, ..., v_n)`. The
/// inputs are the loop variables' first values, the results their last. What the loop does not
/// change is a loop variable that the body hands on, or a constant in the body.
///
/// A variable's type is what its first value and the body's result have in common: a dimension that
/// the body changes is unknown.
///
/// Never folded, since a loop on constants may not end; and equal only to itself. TF.js runs it in
/// `executeAsync` alone.
///
/// @param stateless whether it is TensorFlow's `StatelessWhile`
/// @param cond gives one value, of which the first element counts
/// @param body gives as many values as it takes
public record While(boolean stateless, Graph cond, Graph body) implements Op {
  static List<OpDef<While>> defs() {
    return Stream.of(true, false)
        .map(stateless ->
            OpDef.named(
                    stateless ? "StatelessWhile" : "While",
                    While.class,
                    a -> new While(stateless, a.function("cond"), a.function("body")))
                .types("T", 0)
                .derived("output_shapes", While::shapes)
                .derived("parallel_iterations", _ -> new AttrValue.I(10))
                .ignores("output_shapes", "parallel_iterations", "swap_memory")
                .function("cond", While::cond)
                .function("body", While::body))
        .toList();
  }

  static AttrValue shapes(Node node) {
    return new AttrValue.Shapes(node.types().stream().map(TensorType::shape).toList());
  }

  public While {
    if (cond.outputs().size() != 1) {
      throw new ShapeException(
          "the condition of a loop has one result, this one " + cond.outputs().keySet());
    }
    if (body.inputs().size() != body.outputs().size()
        || cond.inputs().size() != body.inputs().size()) {
      throw new ShapeException(
          "the condition of a loop takes the loop variables and its body takes and gives them, but these take "
              + cond.inputs().size()
              + " and "
              + body.inputs().size()
              + " values and the body gives "
              + body.outputs().size());
    }
  }

  @Override
  public String name() {
    return stateless ? "StatelessWhile" : "While";
  }

  @Override
  public boolean pure() {
    return false;
  }

  @Override
  public Map<String, Graph> functions() {
    Map<String, Graph> functions = new LinkedHashMap<>();
    functions.put("cond", cond);
    functions.put("body", body);
    return functions;
  }

  @Override
  public While withFunctions(Map<String, Graph> functions) {
    return new While(stateless, functions.get("cond"), functions.get("body"));
  }

  @Override
  public Operands operands() {
    return Operands.any(body.inputs().size());
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return settled(inputs.stream().map(Value::type).toList());
  }

  /// The same loop whose functions know what is known of these inputs.
  While typed(List<Value> inputs) {
    List<TensorType> types = infer(inputs);
    return new While(stateless, FunctionTypes.typed(cond, types), FunctionTypes.typed(body, types));
  }

  /// What holds of the loop variables at the beginning of every round. Every step forgets
  /// something.
  private List<TensorType> settled(List<TensorType> first) {
    List<TensorType> types = FunctionTypes.arguments(body, first);
    while (true) {
      List<TensorType> results = FunctionTypes.results(body, types);
      List<TensorType> next = new ArrayList<>();
      for (int i = 0; i < results.size(); i++) {
        next.add(common(i, types.get(i), results.get(i)));
      }
      next = FunctionTypes.arguments(body, next);
      if (next.equals(types)) {
        return types;
      }
      types = next;
    }
  }

  private TensorType common(int i, TensorType before, TensorType after) {
    try {
      return FunctionTypes.common(before, after);
    } catch (ShapeException e) {
      String variable = List.copyOf(body.inputs().keySet()).get(i);
      throw e.at(
          "loop variable " + i + " ('" + ModelException.quoted(variable) + "') changes its type");
    }
  }
}
