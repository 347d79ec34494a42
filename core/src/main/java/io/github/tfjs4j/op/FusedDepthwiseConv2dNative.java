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

/// `activation(DepthwiseConv2dNative(x, filter) + bias)`: inputs `x`, `filter`, then what [Fused]
/// says. TF.js' own op, and there a slope that is an attribute gives wrong numbers: it is not read.
public record FusedDepthwiseConv2dNative(Window2D window, Fused fused) implements ImageOp {
  static final OpDef<ImageOp> DEF =
      ChannelsFirst.too(
          Fused.alpha(
              Fused.attributes(
                  Window2D.attributes(
                      OpDef.named(
                              "FusedDepthwiseConv2dNative",
                              FusedDepthwiseConv2dNative.class,
                              a -> new FusedDepthwiseConv2dNative(Window2D.of(a), Fused.of(a)))
                          .type("T", 0),
                      FusedDepthwiseConv2dNative::window),
                  FusedDepthwiseConv2dNative::fused),
              FusedDepthwiseConv2dNative::fused));

  @Override
  public String name() {
    return "FusedDepthwiseConv2dNative";
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
    return Products.summed(node, 1, 0, 1);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return List.of(
        Fused.infer(
            window.infer(this, inputs.get(0), inputs.get(1), true),
            inputs.subList(2, inputs.size())));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor product = window.depthwise(inputs.get(0), inputs.get(1));
    return List.of(fused.finish(product, inputs.subList(2, inputs.size())));
  }
}
