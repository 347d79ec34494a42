package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Attrs;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;
import java.util.Optional;

/// Deals the channels of `x [N, H, W, C]` out into blocks of `b x b` cells: `[N, H*b, W*b,
/// C/(b*b)]`. float32.
public record DepthToSpace(int blockSize) implements ImageOp {
  static final OpDef<ImageOp> DEF =
      ChannelsFirst.too(
          OpDef.named("DepthToSpace", DepthToSpace.class, DepthToSpace::of)
              .type("T", 0)
              .i("block_size", DepthToSpace::blockSize)
              .always("data_format", new AttrValue.S("NHWC")));

  private static DepthToSpace of(Attrs a) {
    String format = a.s("data_format", "NHWC");
    if (!format.equalsIgnoreCase("NHWC")) {
      throw new UnsupportedModelException(
          "DepthToSpace: data_format "
              + format
              + " is not supported, only NHWC is; transpose around the op");
    }
    return new DepthToSpace(a.i("block_size", 0));
  }

  @Override
  public String name() {
    return "DepthToSpace";
  }

  @Override
  public boolean movesValues() {
    return true;
  }

  @Override
  public Operands operands() {
    return Operands.any(1);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    int[] d = inputs.getFirst().shape().merge(Shape.ofRank(4)).dims();
    long cells = (long) blockSize * blockSize;
    if (blockSize < 1 || (d[3] != Shape.UNKNOWN_DIM && d[3] % cells != 0)) {
      throw new ShapeException(
          "cannot deal the channels of "
              + inputs.getFirst().shape()
              + " out into blocks of "
              + blockSize
              + " x "
              + blockSize);
    }
    Shape out =
        Shape.of(
            d[0],
            Shape.times(d[1], blockSize),
            Shape.times(d[2], blockSize),
            d[3] == Shape.UNKNOWN_DIM ? d[3] : (int) (d[3] / cells));
    return List.of(new TensorType(ElementTypes.requireFloat(this, inputs.getFirst()), out));
  }

  @Override
  public Optional<Value> simplify(List<Value> inputs, GraphBuilder to) {
    return blockSize == 1 ? Optional.of(inputs.getFirst()) : Optional.empty();
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.getFirst();
    int[] d = x.shape().dims();
    int b = blockSize;
    int c = (int) (d[3] / ((long) b * b));
    Tensor dealt =
        Elements.transpose(x.reshape(Shape.of(d[0], d[1], d[2], b, b, c)), 0, 1, 3, 2, 4, 5);
    return List.of(dealt.reshape(Shape.of(d[0], d[1] * b, d[2] * b, c)));
  }
}
