package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Attrs;
import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// A convolution of images whose channels stand before height and width: `data_format` NCHW. It is
/// that of `x [N, C, H, W]` to `[N, O, H', W']`; the filter stays as it is, a bias and a slope are
/// scalars or one number a channel.
///
/// TF.js takes the second and the third of the four strides and dilations for height and width in
/// this order of axes too, where TensorFlow means the third and the fourth.
///
/// @param product the same with channels last
/// @param lastStride the fourth stride, of which TF.js makes nothing
/// @param lastDilation the fourth dilation
record ChannelsFirst(Windowed product, int lastStride, int lastDilation) implements Windowed {
  private static final int[] TO_LAST = {0, 2, 3, 1};
  private static final int[] TO_FIRST = {0, 3, 1, 2};
  private static final String FORMAT = "NCHW";

  /// The convolution that the attributes mean, in the order of axes that they name.
  ///
  /// @param product makes that with channels last
  static Windowed of(Attrs a, Function<Window2D, Windowed> product) {
    if (!a.s("data_format", "NHWC").equalsIgnoreCase(FORMAT)) {
      return product.apply(Window2D.of(a));
    }
    return new ChannelsFirst(
        product.apply(Window2D.ofAxes(a, 2)),
        Window2D.list(a, "strides", Window2D.ONES, 4).getLast(),
        Window2D.list(a, "dilations", Window2D.ONES, 4).getLast());
  }

  /// Adds to the spelling of a convolution what is different with channels first.
  static OpDef<Windowed> attributes(OpDef<Windowed> def) {
    return Window2D.attributes(def, Windowed::window)
        .ints(
            "strides",
            o ->
                List.of(
                    1,
                    o.window().strideH(),
                    o.window().strideW(),
                    o instanceof ChannelsFirst c ? c.lastStride : 1))
        .ints("explicit_paddings", o -> o.window().explicitPaddings(o instanceof ChannelsFirst))
        .ints(
            "dilations",
            o ->
                List.of(
                    1,
                    o.window().dilationH(),
                    o.window().dilationW(),
                    o instanceof ChannelsFirst c ? c.lastDilation : 1))
        .optional(
            "data_format",
            o ->
                o instanceof ChannelsFirst
                    ? Optional.of(new AttrValue.S(FORMAT))
                    : Optional.empty());
  }

  @Override
  public String name() {
    return product.name();
  }

  @Override
  public Window2D window() {
    return product.window();
  }

  @Override
  public List<Axis> sameLength(Node node, int axis) {
    return axis == 0 ? Axis.of(node, 0, 0) : List.of();
  }

  @Override
  public Operands operands() {
    return product.operands();
  }

  @Override
  public OptionalLong multiplyAdds(Node node) {
    return product.multiplyAdds(node);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape x = inputs.get(0).shape().merge(Shape.ofRank(4));
    Shape y = window().result(Transpose.permuted(x, TO_LAST), inputs.get(1).shape(), false);
    List<Value> extra = inputs.subList(2, inputs.size());
    for (Value v : extra) {
      if (v.shape().hasRank() && v.shape().rank() > 1) {
        throw new ShapeException(
            "with channels first a bias or slope is a scalar or one number a channel, found "
                + v.shape());
      }
    }
    TensorType last = new TensorType(ElementTypes.requireFloat(this, inputs.get(0)), y);
    return List.of(Fused.infer(last, extra).withShape(Transpose.permuted(y, TO_FIRST)));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    List<Tensor> last = new ArrayList<>(inputs);
    last.set(0, Elements.transpose(inputs.get(0), TO_LAST));
    return List.of(Elements.transpose(product.evaluate(last).getFirst(), TO_FIRST));
  }
}
