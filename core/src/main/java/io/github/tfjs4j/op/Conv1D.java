package io.github.tfjs4j.op;

import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Attrs;
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
import java.util.OptionalLong;

/// A convolution over one axis: of `x [N, W, C]` with `filter [k, C, O]` to `[N, W', O]`. TF.js
/// alone has this op; TensorFlow adds an axis of length 1.
///
/// @param padding `SAME` or `VALID`
public record Conv1D(int stride, Padding padding, int dilation) implements Op {
  static final OpDef<Conv1D> DEF =
      OpDef.named("Conv1D", Conv1D.class, Conv1D::of)
          .type("T", 0)
          .i("stride", Conv1D::stride)
          .s("padding", c -> c.padding.name())
          .i("dilation", Conv1D::dilation)
          .always("data_format", new AttrValue.S("NWC"));

  private static Conv1D of(Attrs a) {
    String format = a.s("data_format", "NWC");
    if (!format.equalsIgnoreCase("NWC")) {
      throw new UnsupportedModelException(
          a.op() + ": data_format " + format + " is not supported, only NWC is");
    }
    return new Conv1D(a.i("stride", 1), Padding.of(a), a.i("dilation", 1));
  }

  public Conv1D {
    window(stride, padding, dilation);
  }

  private static Window2D window(int stride, Padding padding, int dilation) {
    return new Window2D(1, stride, padding, List.of(), 1, dilation);
  }

  @Override
  public String name() {
    return "Conv1D";
  }

  @Override
  public List<Axis> sameLength(Node node, int axis) {
    boolean every = padding == Padding.SAME && stride == 1;
    return axis == 0 || (every && axis == 1) ? Axis.of(node, 0, axis) : List.of();
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
    ElementTypes.requireFloat(this, inputs.get(1));
    Shape x = inputs.get(0).shape().merge(Shape.ofRank(3));
    Shape filter = inputs.get(1).shape().merge(Shape.ofRank(3));
    Shape.of(x.dim(2)).merge(Shape.of(filter.dim(1)));
    int length = window(stride, padding, dilation).outWidth(x.dim(1), filter.dim(0));
    return List.of(
        new TensorType(
            ElementTypes.requireFloat(this, inputs.get(0)),
            Shape.of(x.dim(0), length, filter.dim(2))));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    Tensor filter = inputs.get(1);
    Tensor y =
        window(stride, padding, dilation)
            .convolve(
                x.reshape(Shape.of(x.shape().dim(0), 1, x.shape().dim(1), x.shape().dim(2))),
                filter.reshape(Shape.of(1).concat(filter.shape())));
    return List.of(y.reshape(Shape.of(y.shape().dim(0), y.shape().dim(2), y.shape().dim(3))));
  }
}
