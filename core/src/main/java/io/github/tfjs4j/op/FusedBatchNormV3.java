package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;

/// `y = (x - mean) / sqrt(variance + epsilon) * scale + offset` over the last axis of `x [N, H, W,
/// C]`: batch normalisation with given statistics. Of TensorFlow's six results only the first, as
/// in TF.js.
///
/// TF.js also takes an `x` of rank 2 or 3, and for the four others, instead of vectors, tensors of
/// the rank of `x` that broadcast to it: any difference, product and sum in one node.
public record FusedBatchNormV3(float epsilon) implements ImageOp {
  static final OpDef<ImageOp> DEF =
      ChannelsFirst.too(
          OpDef.named(
                  "FusedBatchNormV3",
                  FusedBatchNormV3.class,
                  a -> new FusedBatchNormV3(a.f("epsilon", 0.001f)))
              .type("T", 0)
              .type("U", 1)
              .f("epsilon", FusedBatchNormV3::epsilon)
              .always("is_training", new AttrValue.B(false))
              .only("data_format", new AttrValue.S("NHWC"))
              .ignores("exponential_avg_factor")
              .results(
                  "y",
                  "batch_mean",
                  "batch_variance",
                  "reserve_space_1",
                  "reserve_space_2",
                  "reserve_space_3")
              .alias("FusedBatchNorm", "U")
              .alias("FusedBatchNormV2"));

  @Override
  public String name() {
    return "FusedBatchNormV3";
  }

  @Override
  public int perChannel() {
    return 1;
  }

  @Override
  public List<Axis> sameLength(Node node, int axis) {
    return Axis.of(node, 0, axis);
  }

  @Override
  public Operands operands() {
    return Operands.any(5);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape x = inputs.get(0).shape();
    for (Value v : inputs.subList(1, 5)) {
      if (!x.hasRank() && !isVector(v.shape())) {
        x = Shape.ofRank(v.shape().rank());
      }
    }
    if (x.hasRank() && (x.rank() < 2 || x.rank() > 4)) {
      x = x.merge(Shape.ofRank(4));
    }
    boolean vectors = inputs.subList(1, 5).stream().allMatch(v -> isVector(v.shape()));
    for (Value v : inputs.subList(1, 5)) {
      if (!(vectors ? isOfChannels(v.shape(), x) : broadcasts(v.shape(), x))) {
        throw new ShapeException(
            "input "
                + x
                + " has "
                + x.dim(-1)
                + " channels, but scale, offset, mean or variance is "
                + v.shape());
      }
    }
    return List.of(new TensorType(ElementTypes.requireFloat(this, inputs.get(0)), x));
  }

  private static boolean isVector(Shape s) {
    return !s.hasRank() || s.rank() == 1;
  }

  private static boolean isOfChannels(Shape s, Shape x) {
    return !x.hasRank() || s.isCompatible(Shape.of(x.dim(-1)));
  }

  private static boolean broadcasts(Shape s, Shape x) {
    if (!s.hasRank()) {
      return true;
    }
    boolean fits = s.rank() == x.rank();
    for (int i = 0; fits && i < s.rank(); i++) {
      fits = s.dim(i) == 1 || !s.isKnown(i) || !x.isKnown(i) || s.dim(i) == x.dim(i);
    }
    return fits;
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.getFirst();
    Shape shape = x.shape();
    float[] in = x.rawFloats();
    float[] out = new float[in.length];
    float[] scale = inputs.get(1).rawFloats();
    float[] offset = inputs.get(2).rawFloats();
    float[] mean = inputs.get(3).rawFloats();
    float[] variance = inputs.get(4).rawFloats();
    Walk walk =
        Walk.over(
            shape.dims(),
            Walk.dense(shape.dims()),
            Walk.broadcast(inputs.get(1).shape(), shape),
            Walk.broadcast(inputs.get(2).shape(), shape),
            Walk.broadcast(inputs.get(3).shape(), shape),
            Walk.broadcast(inputs.get(4).shape(), shape));
    walk.rows((at, step, n) -> {
      for (int i = 0; i < n; i++) {
        double deviation = Math.sqrt((double) variance[at[4] + i * step[4]] + epsilon);
        double normal = ((double) in[at[0] + i] - mean[at[3] + i * step[3]]) / deviation;
        out[at[0] + i] =
            (float) (offset[at[2] + i * step[2]] + normal * scale[at[1] + i * step[1]]);
      }
    });
    return List.of(Tensor.adopt(out, shape));
  }
}
