package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;

/// `y = x`. TF.js writes `message` and the first elements of the other inputs to the console;
/// nothing is written here.
///
/// @param firstN how often something is written, or -1 for always; TF.js always does
/// @param summarize how many elements of each input
public record Print(String message, int firstN, int summarize) implements Op {
  static final OpDef<Print> DEF =
      OpDef.named(
              "Print",
              Print.class,
              a -> new Print(a.s("message", ""), a.i("first_n", -1), a.i("summarize", 3)))
          .type("T", 0)
          .types("U", 1)
          .s("message", Print::message)
          .i("first_n", Print::firstN)
          .i("summarize", Print::summarize);

  @Override
  public String name() {
    return "Print";
  }

  @Override
  public boolean keepsOrder() {
    return true;
  }

  @Override
  public List<Axis> sameLength(Node node, int axis) {
    return Axis.of(node, 0, axis);
  }

  @Override
  public Operands operands() {
    return Operands.atLeast(1);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return List.of(inputs.getFirst().type());
  }

  @Override
  public Shape elements(List<Value> inputs) {
    return inputs.getFirst().elements();
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    return List.of(inputs.getFirst());
  }
}
