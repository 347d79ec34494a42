package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.AttrValue;
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
import java.util.Arrays;
import java.util.List;

/// The greatest or the mean element of each window over `x [N, H, W, C]`. Cells of padding count
/// for neither, and NaN is never the greatest. No explicit padding: TF.js does not know it here.
public record Pool(F f, int kernelH, int kernelW, int strideH, int strideW, Padding padding)
    implements ImageOp {
  /// The functions.
  public enum F {
    MAX("MaxPool", "MaxPool3D"),
    /// float32 only.
    AVG("AvgPool", "AvgPool3D");

    private final String tfName;
    private final String tfName3D;

    F(String tfName, String tfName3D) {
      this.tfName = tfName;
      this.tfName3D = tfName3D;
    }

    /// TensorFlow's name of the op over two axes.
    public String tfName() {
      return tfName;
    }

    /// TensorFlow's name of the op over three axes.
    public String tfName3D() {
      return tfName3D;
    }

    float[] pool(Convolution c, Tensor x) {
      float[] in = Elements.cast(x, DataType.FLOAT).rawFloats();
      return this == MAX ? c.max(in) : c.mean(in);
    }

    DataType type(Op op, Value x) {
      return this == AVG ? ElementTypes.requireFloat(op, x) : x.dataType();
    }
  }

  static List<OpDef<ImageOp>> defs() {
    return Arrays.stream(F.values())
        .map(f ->
            ChannelsFirst.too(
                OpDef.named(f.tfName, Pool.class, a -> of(f, a))
                    .type("T", 0)
                    .ints("ksize", p -> List.of(1, p.kernelH, p.kernelW, 1))
                    .ints("strides", p -> List.of(1, p.strideH, p.strideW, 1))
                    .s("padding", p -> p.padding.name())
                    .always("data_format", new AttrValue.S("NHWC"))))
        .toList();
  }

  static Pool of(F f, Attrs a) {
    String format = a.s("data_format", "NHWC");
    if (!format.equalsIgnoreCase("NHWC")) {
      throw new UnsupportedModelException(
          a.op()
              + ": data_format "
              + format
              + " is not supported, only NHWC is; transpose around the op");
    }
    List<Integer> k = Window2D.list(a, "ksize", List.of(), 4);
    List<Integer> s = Window2D.list(a, "strides", List.of(1, 1, 1, 1), 4);
    return new Pool(f, k.get(1), k.get(2), s.get(1), s.get(2), Padding.of(a));
  }

  public Pool {
    check(padding, kernelH, kernelW);
  }

  static void check(Padding padding, int... kernel) {
    if (padding == Padding.EXPLICIT) {
      throw new ShapeException("a pool has padding SAME or VALID, not EXPLICIT; pad before it");
    }
    if (Arrays.stream(kernel).anyMatch(n -> n < 1)) {
      throw new ShapeException("a window is at least 1, found " + Arrays.toString(kernel));
    }
  }

  @Override
  public String name() {
    return f.tfName;
  }

  @Override
  public List<Axis> sameLength(Node node, int axis) {
    return new Window2D(strideH, strideW, padding, List.of(), 1, 1).sameLength(node, axis);
  }

  @Override
  public Operands operands() {
    return Operands.any(1);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape x = inputs.getFirst().shape().merge(Shape.ofRank(4));
    return List.of(
        new TensorType(
            f.type(this, inputs.getFirst()),
            Shape.of(
                x.dim(0),
                padding.outLength(x.dim(1), kernelH, strideH, 0),
                padding.outLength(x.dim(2), kernelW, strideW, 0),
                x.dim(3))));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor in = inputs.getFirst();
    Convolution c = over(in.shape());
    return List.of(Elements.cast(c.tensor(f.pool(c, in), c.channels()), in.type()));
  }

  Convolution over(Shape x) {
    List<WindowAxis> axes =
        List.of(
            WindowAxis.NONE,
            WindowAxis.of(x.dim(1), kernelH, strideH, 1, padding),
            WindowAxis.of(x.dim(2), kernelW, strideW, 1, padding));
    return new Convolution(x.dim(0), axes, x.dim(3));
  }
}
