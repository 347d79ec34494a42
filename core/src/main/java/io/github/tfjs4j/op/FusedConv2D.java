package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;
import java.util.OptionalLong;

/// `activation(Conv2D(x, filter) + bias)`: inputs `x`, `filter`, then what [Fused] says.
public record FusedConv2D(Window2D window, Fused fused) implements ImageOp {
  static final OpDef<ImageOp> DEF =
      ChannelsFirst.too(
          Fused.numbers(
              Fused.attributes(
                  Window2D.attributes(
                      OpDef.named(
                              "_FusedConv2D",
                              FusedConv2D.class,
                              a -> new FusedConv2D(Window2D.of(a), Fused.of(a)))
                          .type("T", 0),
                      FusedConv2D::window),
                  FusedConv2D::fused),
              FusedConv2D::fused),
          "strides",
          "dilations");

  @Override
  public String name() {
    return "_FusedConv2D";
  }

  @Override
  public List<Axis> sameLength(Node node, int axis) {
    return window.sameLength(node, axis);
  }

  @Override
  public Operands operands() {
    return Operands.any(2 + fused.extraInputs());
  }

  @Override
  public OptionalLong multiplyAdds(Node node) {
    return Products.summed(node, 1, 0, 1, 2);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return List.of(
        Fused.infer(
            window.infer(this, inputs.get(0), inputs.get(1), false),
            inputs.subList(2, inputs.size())));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor product = window.convolve(inputs.get(0), inputs.get(1));
    return List.of(fused.finish(product, inputs.subList(2, inputs.size())));
  }
}
