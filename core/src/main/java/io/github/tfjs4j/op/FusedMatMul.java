package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;
import java.util.OptionalLong;

/// `activation(MatMul(a, b) + bias)`: inputs `a`, `b`, then what [Fused] says.
public record FusedMatMul(boolean transposeA, boolean transposeB, Fused fused) implements Op {
  static final OpDef<FusedMatMul> DEF =
      Fused.numbers(
          Fused.attributes(
              OpDef.named(
                      "_FusedMatMul",
                      FusedMatMul.class,
                      a ->
                          new FusedMatMul(
                              a.b("transpose_a", false), a.b("transpose_b", false), Fused.of(a)))
                  .type("T", 0)
                  .b("transpose_a", FusedMatMul::transposeA)
                  .b("transpose_b", FusedMatMul::transposeB)
                  .unlessDefault("transpose_a", new AttrValue.B(false))
                  .unlessDefault("transpose_b", new AttrValue.B(false)),
              FusedMatMul::fused),
          FusedMatMul::fused);

  @Override
  public String name() {
    return "_FusedMatMul";
  }

  @Override
  public List<Axis> sameLength(Node node, int axis) {
    return MatMul.rows(node, axis, transposeA);
  }

  @Override
  public Operands operands() {
    return Operands.any(2 + fused.extraInputs());
  }

  @Override
  public OptionalLong multiplyAdds(Node node) {
    return Products.summed(node, 0, transposeA ? -2 : -1);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    inputs.forEach(v -> ElementTypes.requireFloat(this, v));
    return List.of(
        Fused.infer(
            MatMul.product(inputs.get(0), inputs.get(1), transposeA, transposeB),
            inputs.subList(2, inputs.size())));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor product = MatrixProduct.of(inputs.get(0), inputs.get(1), transposeA, transposeB);
    return List.of(fused.finish(product, inputs.subList(2, inputs.size())));
  }
}
