package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Attrs;
import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;

/// Greyscale dilation of each channel of `x [N, H, W, C]` by itself with `filter [kh, kw, C]`:
/// `y[n, i, j, c]` is the greatest `x[n, i*sh + a*rh - top, j*sw + b*rw - left, c] + filter[a, b,
/// c]`. Cells of padding do not count, and NaN is never the greatest.
///
/// @param window strides, padding and, as dilations, the rates; no explicit padding
public record Dilation2D(Window2D window) implements Op {
  static final OpDef<Dilation2D> DEF =
      OpDef.named("Dilation2D", Dilation2D.class, Dilation2D::of)
          .type("T", 0)
          .ints("strides", d -> List.of(1, d.window.strideH(), d.window.strideW(), 1))
          .ints("rates", d -> List.of(1, d.window.dilationH(), d.window.dilationW(), 1))
          .s("padding", d -> d.window.padding().name());

  private static Dilation2D of(Attrs a) {
    List<Integer> strides = Window2D.list(a, "strides", List.of(1, 1, 1, 1), 4);
    List<Integer> rates = Window2D.list(a, "rates", List.of(1, 1, 1, 1), 4);
    return new Dilation2D(
        new Window2D(
            strides.get(1), strides.get(2), Padding.of(a), List.of(), rates.get(1), rates.get(2)));
  }

  @Override
  public String name() {
    return "Dilation2D";
  }

  @Override
  public List<Axis> sameLength(Node node, int axis) {
    return window.sameLength(node, axis);
  }

  @Override
  public Operands operands() {
    return Operands.any(2);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape x = inputs.get(0).shape().merge(Shape.ofRank(4));
    Shape filter = inputs.get(1).shape().merge(Shape.ofRank(3));
    if (x.isKnown(3) && filter.isKnown(2) && x.dim(3) != filter.dim(2)) {
      throw new ShapeException("input " + x + " and filter " + filter + " have other channels");
    }
    return List.of(
        new TensorType(
            inputs.get(0).dataType(),
            Shape.of(
                x.dim(0),
                window.outHeight(x.dim(1), filter.dim(0)),
                window.outWidth(x.dim(2), filter.dim(1)),
                x.isKnown(3) ? x.dim(3) : filter.dim(2))));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = Elements.numbers(inputs.get(0));
    Tensor filter = Elements.numbers(inputs.get(1));
    int channels = x.shape().dim(3);
    List<WindowAxis> axes =
        WindowAxis.of(window, x.shape(), filter.shape().dim(0), filter.shape().dim(1));
    Convolution c = new Convolution(x.shape().dim(0), axes, channels);
    float[] y =
        c.dilate(
            Elements.cast(x, DataType.FLOAT).rawFloats(),
            Elements.cast(filter, DataType.FLOAT).rawFloats());
    return List.of(Elements.cast(c.tensor(y, channels), x.type()));
  }
}
