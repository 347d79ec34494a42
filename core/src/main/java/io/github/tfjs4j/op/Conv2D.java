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

/// 2-D convolution of `x [N, H, W, C]` with `filter [kh, kw, C, O]` to `[N, H', W', O]`: `y[n, i,
/// j, o] = sum over a, b, c of x[n, i*sh + a*dh - top, j*sw + b*dw - left, c] * filter[a, b, c,
/// o]`. float32 only.
///
/// @param window strides, padding and dilations
public record Conv2D(Window2D window) implements WindowProduct, ImageOp {
  static final OpDef<ImageOp> DEF =
      ChannelsFirst.too(
          Window2D.attributes(
              OpDef.named("Conv2D", Conv2D.class, a -> new Conv2D(Window2D.of(a))).type("T", 0),
              Conv2D::window),
          "strides",
          "dilations");

  @Override
  public String name() {
    return "Conv2D";
  }

  @Override
  public List<Axis> sameLength(Node node, int axis) {
    return window.sameLength(node, axis);
  }

  @Override
  public Conv2D withWindow(Window2D other) {
    return new Conv2D(other);
  }

  @Override
  public Optional<Op> fused(Fused fused) {
    return Optional.of(new FusedConv2D(window, fused));
  }

  @Override
  public Operands operands() {
    return Operands.any(2);
  }

  @Override
  public OptionalLong multiplyAdds(Node node) {
    return Products.summed(node, 1, 0, 1, 2);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return List.of(window.infer(this, inputs.get(0), inputs.get(1), false));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    return List.of(window.convolve(inputs.get(0), inputs.get(1)));
  }
}
