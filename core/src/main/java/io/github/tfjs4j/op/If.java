package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
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
import java.util.OptionalLong;
import java.util.stream.Stream;

/// `then_branch(x_1, ...)` where input 0, the condition, holds, else `else_branch(x_1, ...)`; `x_1,
/// ...` are the inputs behind it. A result's type is what both branches have in common.
///
/// TF.js runs it in `executeAsync` alone.
///
/// @param stateless whether it is TensorFlow's `StatelessIf`
public record If(boolean stateless, Graph thenBranch, Graph elseBranch) implements Op {
  static List<OpDef<If>> defs() {
    return Stream.of(true, false)
        .map(stateless ->
            OpDef.named(
                    stateless ? "StatelessIf" : "If",
                    If.class,
                    a -> new If(stateless, a.function("then_branch"), a.function("else_branch")))
                .type("Tcond", 0)
                .types("Tin", 1)
                .resultTypes("Tout")
                .derived("output_shapes", While::shapes)
                .ignores("output_shapes")
                .function("then_branch", If::thenBranch)
                .function("else_branch", If::elseBranch))
        .toList();
  }

  public If {
    if (thenBranch.outputs().size() != elseBranch.outputs().size()) {
      throw new ShapeException(
          "the branches of a condition give the same values, but these give "
              + thenBranch.outputs().size()
              + " and "
              + elseBranch.outputs().size());
    }
  }

  @Override
  public String name() {
    return stateless ? "StatelessIf" : "If";
  }

  @Override
  public boolean pure() {
    return false;
  }

  @Override
  public Map<String, Graph> functions() {
    Map<String, Graph> functions = new LinkedHashMap<>();
    functions.put("then_branch", thenBranch);
    functions.put("else_branch", elseBranch);
    return functions;
  }

  @Override
  public If withFunctions(Map<String, Graph> functions) {
    return new If(stateless, functions.get("then_branch"), functions.get("else_branch"));
  }

  @Override
  public Operands operands() {
    return Operands.any(1 + thenBranch.inputs().size());
  }

  @Override
  public OptionalLong multiplyAdds(Node node) {
    OptionalLong first = Products.of(thenBranch);
    OptionalLong second = Products.of(elseBranch);
    return first.isEmpty() || second.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(first.getAsLong(), second.getAsLong()));
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    List<TensorType> arguments = arguments(inputs);
    List<TensorType> yes = thenBranch.withInputTypes(arguments).outputTypes();
    List<TensorType> no = elseBranch.withInputTypes(arguments).outputTypes();
    List<TensorType> types = new ArrayList<>();
    for (int i = 0; i < yes.size(); i++) {
      types.add(yes.get(i).common(no.get(i)));
    }
    return types;
  }

  private static List<TensorType> arguments(List<Value> inputs) {
    return inputs.stream().skip(1).map(Value::type).toList();
  }

  @Override
  public If typed(List<Value> inputs) {
    List<TensorType> arguments = arguments(inputs);
    return new If(
        stateless, thenBranch.withInputTypes(arguments), elseBranch.withInputTypes(arguments));
  }
}
