package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Operands.Kind;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Transposed 2-D convolution: of `dy [N, H', W', O]` and `filter [kh, kw, C, O]` the gradient that
/// a `Conv2D` of this window would hand back to its input, whose shape `[N, H, W, C]` is the int32
/// vector `output_shape`. TF.js ignores dilations here.
///
/// @param window strides, padding and dilations of the forward convolution
public record Conv2DBackpropInput(Window2D window) implements ProductOp, ImageOp {
  static final OpDef<ImageOp> DEF =
      ChannelsFirst.too(
          Window2D.attributes(
              OpDef.named(
                      "Conv2DBackpropInput",
                      Conv2DBackpropInput.class,
                      a -> new Conv2DBackpropInput(Window2D.of(a)))
                  .type("T", 1),
              Conv2DBackpropInput::window));

  @Override
  public String name() {
    return "Conv2DBackpropInput";
  }

  @Override
  public int operand() {
    return 2;
  }

  @Override
  public int images() {
    return operand();
  }

  @Override
  public int perChannel() {
    return 3;
  }

  @Override
  public OptionalInt resultShape() {
    return OptionalInt.of(0);
  }

  @Override
  public int outputAxis() {
    return -2;
  }

  @Override
  public int inputAxis() {
    return -1;
  }

  /// The border sums fewer products.
  @Override
  public boolean pads(Node node) {
    return true;
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.INT, Kind.ANY, Kind.ANY);
  }

  @Override
  public OptionalLong multiplyAdds(Node node) {
    return Products.times(node.input(2).shape(), node.input(1).shape(), 0, 1, 2);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape filter = inputs.get(1).shape().merge(Shape.ofRank(4));
    Shape dy = inputs.get(2).shape().merge(Shape.ofRank(4));
    Shape out = inputs.get(0).elements().merge(Shape.ofRank(4));
    if (filter.isKnown(3) && dy.isKnown(3) && filter.dim(3) != dy.dim(3)) {
      throw new ShapeException(
          "input "
              + dy
              + " has "
              + dy.dim(3)
              + " channels, filter "
              + filter
              + " takes "
              + filter.dim(3));
    }
    out = out.merge(Shape.of(dy.dim(0), -1, -1, filter.dim(2)));
    if (!undilated().hasOutput(out, filter, dy)) {
      throw new ShapeException(
          "a convolution of "
              + out
              + " with "
              + filter
              + " under "
              + window
              + " does not give "
              + dy);
    }
    return List.of(new TensorType(ElementTypes.requireFloat(this, inputs.get(2)), out));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Shape shape = Shape.of(inputs.get(0).rawInts());
    Tensor filter = inputs.get(1);
    Tensor dy = inputs.get(2);
    Window2D undilated = undilated();
    if (shape.rank() != 4 || !undilated.hasOutput(shape, filter.shape(), dy.shape())) {
      throw new ShapeException(
          "a convolution of "
              + shape
              + " with "
              + filter.shape()
              + " under "
              + undilated
              + " does not give "
              + dy.shape());
    }
    List<WindowAxis> axes =
        WindowAxis.of(undilated, shape, filter.shape().dim(0), filter.shape().dim(1));
    float[] dx =
        new Convolution(shape.dim(0), axes, shape.dim(3))
            .backpropInput(dy.rawFloats(), filter.rawFloats(), dy.shape().dim(3));
    return List.of(Tensor.adopt(dx, shape));
  }

  private Window2D undilated() {
    return new Window2D(
        window.strideH(), window.strideW(), window.padding(), window.explicit(), 1, 1);
  }
}
