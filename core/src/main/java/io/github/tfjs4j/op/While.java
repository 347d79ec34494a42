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
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
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
  /// Steps after which the types of a loop's variables are given up.
  private static final int MOST_STEPS = 16;

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
  public OptionalLong multiplyAdds(Node node) {
    boolean none =
        functions().values().stream().allMatch(f -> Products.of(f).equals(OptionalLong.of(0)));
    return none ? OptionalLong.of(0) : OptionalLong.empty();
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return settled(inputs.stream().map(Value::type).toList());
  }

  @Override
  public While typed(List<Value> inputs) {
    List<TensorType> types = infer(inputs);
    return new While(stateless, cond.withInputTypes(types), body.withInputTypes(types));
  }

  /// What holds of the loop variables at the beginning of every round. Every step forgets
  /// something; if it takes long, a step forgets all but what is never changed.
  private List<TensorType> settled(List<TensorType> first) {
    // Loops in loops are inferred again for each step of those around them.
    int patience = MOST_STEPS >> Math.min(body.nesting(), 30);
    Graph now = body.withInputTypes(first);
    for (int step = 0; ; step++) {
      Graph next = body.withInputTypes(next(now, step < patience));
      if (next.inputTypes().equals(now.inputTypes())) {
        return now.inputTypes();
      }
      now = next;
    }
  }

  private static List<TensorType> next(Graph body, boolean exact) {
    List<Map.Entry<String, Value>> before = List.copyOf(body.inputs().entrySet());
    List<Value> after = List.copyOf(body.outputs().values());
    List<TensorType> types = new ArrayList<>();
    for (int i = 0; i < after.size(); i++) {
      String name = before.get(i).getKey();
      Value variable = before.get(i).getValue();
      TensorType both = common(i, name, variable.type(), after.get(i).type());
      boolean known = exact || after.get(i).equals(variable);
      types.add(known ? both : variable.type().withShape(Shape.UNKNOWN));
    }
    return types;
  }

  private static TensorType common(int i, String name, TensorType before, TensorType after) {
    try {
      return before.common(after);
    } catch (ShapeException e) {
      throw e.at(
          "loop variable " + i + " ('" + ModelException.quoted(name) + "') changes its type");
    }
  }
}
