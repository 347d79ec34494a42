package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Attrs;
import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// 3-D convolution of `x [N, D, H, W, C]` with `filter [kd, kh, kw, C, O]`, as in two dimensions
/// with one axis more. float32 only; there is no explicit padding.
public record Conv3D(
    int strideD,
    int strideH,
    int strideW,
    Padding padding,
    int dilationD,
    int dilationH,
    int dilationW)
    implements ProductOp, ImageOp {
  static final OpDef<ImageOp> DEF =
      ChannelsFirst.too(
          OpDef.named("Conv3D", Conv3D.class, Conv3D::of)
              .type("T", 0)
              .ints("strides", c -> List.of(1, c.strideD, c.strideH, c.strideW, 1))
              .s("padding", c -> c.padding.name())
              .ints("dilations", c -> List.of(1, c.dilationD, c.dilationH, c.dilationW, 1))
              .s("data_format", _ -> "NDHWC"));

  private static Conv3D of(Attrs a) {
    requireChannelsLast(a);
    List<Integer> s = Window2D.list(a, "strides", List.of(1, 1, 1, 1, 1), 5);
    List<Integer> d = Window2D.list(a, "dilations", List.of(1, 1, 1, 1, 1), 5);
    return new Conv3D(s.get(1), s.get(2), s.get(3), Padding.of(a), d.get(1), d.get(2), d.get(3));
  }

  static void requireChannelsLast(Attrs a) {
    String format = a.s("data_format", "NDHWC");
    if (!format.equalsIgnoreCase("NDHWC")) {
      throw new UnsupportedModelException(
          a.op()
              + ": data_format "
              + format
              + " is not supported, only NDHWC is; transpose around the op");
    }
  }

  public Conv3D {
    if (padding == Padding.EXPLICIT) {
      throw new ShapeException("Conv3D has padding SAME or VALID, not EXPLICIT; pad before it");
    }
  }

  Conv3D withPadding(Padding other) {
    return new Conv3D(strideD, strideH, strideW, other, dilationD, dilationH, dilationW);
  }

  @Override
  public String name() {
    return "Conv3D";
  }

  @Override
  public OptionalInt axes() {
    return OptionalInt.of(5);
  }

  @Override
  public List<Axis> sameLength(Node node, int axis) {
    return axis == 0 ? Axis.of(node, 0, 0) : List.of();
  }

  @Override
  public boolean pads(Node node) {
    return padding != Padding.VALID;
  }

  @Override
  public Operands operands() {
    return Operands.any(2);
  }

  @Override
  public OptionalLong multiplyAdds(Node node) {
    return Products.summed(node, 1, 0, 1, 2, 3);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape x = inputs.get(0).shape().merge(Shape.ofRank(5));
    Shape k = inputs.get(1).shape().merge(Shape.ofRank(5));
    if (x.isKnown(4) && k.isKnown(3) && x.dim(4) != k.dim(3)) {
      throw new ShapeException(
          "input " + x + " has " + x.dim(4) + " channels, filter " + k + " takes " + k.dim(3));
    }
    return List.of(
        new TensorType(
            ElementTypes.requireFloat(this, inputs.get(0)),
            Shape.of(
                x.dim(0),
                padding.outLength(x.dim(1), Padding.span(k.dim(0), dilationD), strideD, 0),
                padding.outLength(x.dim(2), Padding.span(k.dim(1), dilationH), strideH, 0),
                padding.outLength(x.dim(3), Padding.span(k.dim(2), dilationW), strideW, 0),
                k.dim(4))));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Shape x = inputs.get(0).shape();
    Shape k = inputs.get(1).shape();
    List<WindowAxis> axes =
        List.of(
            WindowAxis.ofVolume(x.dim(1), k.dim(0), strideD, dilationD, padding),
            WindowAxis.ofVolume(x.dim(2), k.dim(1), strideH, dilationH, padding),
            WindowAxis.ofVolume(x.dim(3), k.dim(2), strideW, dilationW, padding));
    Convolution c = new Convolution(x.dim(0), axes, x.dim(4));
    float[] y = c.convolve(inputs.get(0).rawFloats(), inputs.get(1).rawFloats(), k.dim(4));
    return List.of(c.tensor3D(y, k.dim(4)));
  }
}
