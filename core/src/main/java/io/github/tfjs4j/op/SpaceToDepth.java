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

/// Gathers blocks of `b x b` cells of `x [N, H, W, C]` in channels: `[N, H/b, W/b, b*b*C]`; the
/// opposite of [DepthToSpace]. TF.js has no such op.
public record SpaceToDepth(int blockSize) implements ImageOp {
  static final OpDef<ImageOp> DEF =
      ChannelsFirst.too(
          OpDef.named("SpaceToDepth", SpaceToDepth.class, SpaceToDepth::of)
              .type("T", 0)
              .i("block_size", SpaceToDepth::blockSize)
              .always("data_format", new AttrValue.S("NHWC"))
              .onlyInTensorFlow());

  private static SpaceToDepth of(Attrs a) {
    String format = a.s("data_format", "NHWC");
    if (!format.equalsIgnoreCase("NHWC")) {
      throw new UnsupportedModelException(
          "SpaceToDepth: data_format " + format + " is not supported; transpose around the op");
    }
    return new SpaceToDepth(a.i("block_size", 0));
  }

  @Override
  public String name() {
    return "SpaceToDepth";
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
    Shape x = inputs.getFirst().shape().merge(Shape.ofRank(4));
    if (blockSize < 1
        || (x.isKnown(1) && x.dim(1) % blockSize != 0)
        || (x.isKnown(2) && x.dim(2) % blockSize != 0)) {
      throw new ShapeException(
          "cannot cut " + x + " into blocks of " + blockSize + " x " + blockSize + " cells");
    }
    Shape out =
        Shape.of(
            x.dim(0),
            x.isKnown(1) ? x.dim(1) / blockSize : Shape.UNKNOWN_DIM,
            x.isKnown(2) ? x.dim(2) / blockSize : Shape.UNKNOWN_DIM,
            x.isKnown(3)
                ? Shape.times(Shape.times(x.dim(3), blockSize), blockSize)
                : Shape.UNKNOWN_DIM);
    return List.of(inputs.getFirst().type().withShape(out));
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
    Shape blocks = Shape.of(d[0], d[1] / b, b, d[2] / b, b, d[3]);
    return List.of(
        Elements.transpose(x.reshape(blocks), 0, 1, 3, 2, 4, 5)
            .reshape(Shape.of(d[0], d[1] / b, d[2] / b, b * b * d[3])));
  }
}
