package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.AttrValue;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;

/// `y = (x - mean) / sqrt(variance + epsilon) * scale + offset` over the last axis of `x [N, H, W,
/// C]`: batch normalisation with given statistics. Of TensorFlow's six results only the first, as
/// in TF.js.
public record FusedBatchNormV3(float epsilon) implements Op {
  static final OpDef<FusedBatchNormV3> DEF =
      OpDef.named(
              "FusedBatchNormV3",
              FusedBatchNormV3.class,
              a -> new FusedBatchNormV3(a.f("epsilon", 0.001f)))
          .type("T", 0)
          .type("U", 1)
          .f("epsilon", FusedBatchNormV3::epsilon)
          .derived("data_format", _ -> new AttrValue.S("NHWC"))
          .derived("is_training", _ -> new AttrValue.B(false));

  @Override
  public String name() {
    return "FusedBatchNormV3";
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Arity.exactly(this, inputs, 5);
    Shape x = inputs.get(0).shape().merge(Shape.ofRank(4));
    for (Value v : inputs.subList(1, 5)) {
      if (!v.shape().isCompatible(Shape.of(x.dim(3)))) {
        throw new ShapeException(
            "input "
                + x
                + " has "
                + x.dim(3)
                + " channels, but scale, offset, mean or variance is "
                + v.shape());
      }
    }
    return List.of(new TensorType(ElementTypes.requireFloat(this, inputs.get(0)), x));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.getFirst();
    float[] in = x.floats();
    float[] out = new float[in.length];
    int channels = x.shape().dim(3);
    float[] scale = inputs.get(1).floats();
    float[] offset = inputs.get(2).floats();
    float[] mean = inputs.get(3).floats();
    float[] variance = inputs.get(4).floats();
    for (int i = 0; i < in.length; i++) {
      int c = i % channels;
      double normal = ((double) in[i] - mean[c]) / Math.sqrt((double) variance[c] + epsilon);
      out[i] = (float) (offset[c] + normal * scale[c]);
    }
    return List.of(Tensor.of(out, x.shape()));
  }
}
