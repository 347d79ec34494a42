package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Attrs;
import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/// [Pool] over `x [N, D, H, W, C]`. Of a window of negative numbers alone TF.js' wasm backend makes
/// 0 as the greatest.
public record Pool3D(
    Pool.F f,
    int kernelD,
    int kernelH,
    int kernelW,
    int strideD,
    int strideH,
    int strideW,
    Padding padding)
    implements ImageOp {
  static List<OpDef<ImageOp>> defs() {
    return Arrays.stream(Pool.F.values())
        .map(f ->
            ChannelsFirst.too(
                OpDef.named(f.tfName3D(), Pool3D.class, a -> of(f, a))
                    .type("T", 0)
                    .ints("ksize", p -> List.of(1, p.kernelD, p.kernelH, p.kernelW, 1))
                    .ints("strides", p -> List.of(1, p.strideD, p.strideH, p.strideW, 1))
                    .s("padding", p -> p.padding.name())
                    .s("data_format", _ -> "NDHWC")))
        .toList();
  }

  private static Pool3D of(Pool.F f, Attrs a) {
    Conv3D.requireChannelsLast(a);
    List<Integer> k = Window2D.list(a, "ksize", List.of(), 5);
    List<Integer> s = Window2D.list(a, "strides", List.of(1, 1, 1, 1, 1), 5);
    return new Pool3D(f, k.get(1), k.get(2), k.get(3), s.get(1), s.get(2), s.get(3), Padding.of(a));
  }

  public Pool3D {
    Pool.check(padding, kernelD, kernelH, kernelW);
  }

  Pool3D withPadding(Padding other) {
    return new Pool3D(f, kernelD, kernelH, kernelW, strideD, strideH, strideW, other);
  }

  @Override
  public String name() {
    return f.tfName3D();
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
  public Operands operands() {
    return Operands.any(1);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    f.type(this, inputs.getFirst());
    Shape x = inputs.getFirst().shape().merge(Shape.ofRank(5));
    return List.of(
        new TensorType(
            DataType.FLOAT,
            Shape.of(
                x.dim(0),
                padding.outLength(x.dim(1), kernelD, strideD, 0),
                padding.outLength(x.dim(2), kernelH, strideH, 0),
                padding.outLength(x.dim(3), kernelW, strideW, 0),
                x.dim(4))));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor in = inputs.getFirst();
    Shape x = in.shape();
    List<WindowAxis> axes =
        List.of(
            WindowAxis.ofVolume(x.dim(1), kernelD, strideD, 1, padding),
            WindowAxis.ofVolume(x.dim(2), kernelH, strideH, 1, padding),
            WindowAxis.ofVolume(x.dim(3), kernelW, strideW, 1, padding));
    Convolution c = new Convolution(x.dim(0), axes, x.dim(4));
    return List.of(c.tensor3D(f.pool(c, in), x.dim(4)));
  }
}
