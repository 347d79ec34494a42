package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// 2-D convolution of every channel of `x [N, H, W, C]` by itself with `filter [kh, kw, C, M]` to
/// `[N, H', W', C * M]`; result channel `c * M + m` is channel `c` under `filter[:, :, c, m]`.
/// float32 only.
///
/// @param window strides, padding and dilations
public record DepthwiseConv2dNative(Window2D window) implements WindowProduct, ImageOp {
  static final OpDef<ImageOp> DEF =
      ChannelsFirst.too(
          Window2D.attributes(
              OpDef.named(
                      "DepthwiseConv2dNative",
                      DepthwiseConv2dNative.class,
                      a -> new DepthwiseConv2dNative(Window2D.of(a)))
                  .type("T", 0)
                  .alias("DepthwiseConv2d"),
              DepthwiseConv2dNative::window));

  @Override
  public String name() {
    return "DepthwiseConv2dNative";
  }

  @Override
  public List<Axis> sameLength(Node node, int axis) {
    return window.sameLength(node, axis);
  }

  @Override
  public DepthwiseConv2dNative withWindow(Window2D other) {
    return new DepthwiseConv2dNative(other);
  }

  @Override
  public Optional<Op> fused(Fused fused) {
    return Optional.of(new FusedDepthwiseConv2dNative(window, fused));
  }

  @Override
  public boolean isDepthwise() {
    return true;
  }

  @Override
  public Operands operands() {
    return Operands.any(2);
  }

  @Override
  public OptionalLong multiplyAdds(Node node) {
    return Products.summed(node, 1, 0, 1);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return List.of(window.infer(this, inputs.get(0), inputs.get(1), true));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    return List.of(window.depthwise(inputs.get(0), inputs.get(1)));
  }
}
