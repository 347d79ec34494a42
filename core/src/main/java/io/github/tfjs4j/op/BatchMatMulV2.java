package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;
import java.util.OptionalLong;

/// `a @ b` of `[..., M, K]` and `[..., K, N]`, the leading axes broadcast. TF.js goes wrong where
/// both factors have leading axes and these differ.
///
/// @param adjX whether the inner axes of `a` are swapped first
/// @param adjY whether the inner axes of `b` are swapped first
public record BatchMatMulV2(boolean adjX, boolean adjY) implements ProductOp {
  static final OpDef<BatchMatMulV2> DEF =
      OpDef.named(
              "BatchMatMulV2",
              BatchMatMulV2.class,
              a -> new BatchMatMulV2(a.b("adj_x", false), a.b("adj_y", false)))
          .type("T", 0)
          .b("adj_x", BatchMatMulV2::adjX)
          .b("adj_y", BatchMatMulV2::adjY)
          .only("grad_x", new AttrValue.B(false))
          .only("grad_y", new AttrValue.B(false))
          .alias("BatchMatMul");

  @Override
  public String name() {
    return "BatchMatMulV2";
  }

  @Override
  public List<Axis> sameLength(Node node, int axis) {
    return MatMul.rows(node, axis, adjX);
  }

  @Override
  public int outputAxis() {
    return adjY ? -2 : -1;
  }

  @Override
  public int inputAxis() {
    return adjY ? -1 : -2;
  }

  @Override
  public boolean takesChannelsLast() {
    return !adjX;
  }

  /// A batch of filters.
  @Override
  public boolean pads(Node node) {
    return node.input(1).shape().rank() != 2;
  }

  @Override
  public Operands operands() {
    return Operands.any(2);
  }

  @Override
  public OptionalLong multiplyAdds(Node node) {
    return Products.summed(node, 0, adjX ? -2 : -1);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return List.of(MatMul.product(inputs.get(0), inputs.get(1), adjX, adjY));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    return List.of(MatrixProduct.of(inputs.get(0), inputs.get(1), adjX, adjY));
  }
}
