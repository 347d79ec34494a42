package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
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

/// Each element of a float32 `x [N, H, W, C]`, or of one image, by what its neighbours are along
/// the last axis: `y[c] = x[c] * (bias + alpha * sum of x[c - depthRadius .. c + depthRadius]^2) ^
/// -beta`.
public record LRN(int depthRadius, float bias, float alpha, float beta) implements Op {
  static final OpDef<LRN> DEF =
      OpDef.named(
              "LRN",
              LRN.class,
              a ->
                  new LRN(
                      a.i("depth_radius", 5), a.f("bias", 1f), a.f("alpha", 1f), a.f("beta", 0.5f)))
          .type("T", 0)
          .i("depth_radius", LRN::depthRadius)
          .f("bias", LRN::bias)
          .f("alpha", LRN::alpha)
          .f("beta", LRN::beta);

  @Override
  public String name() {
    return "LRN";
  }

  @Override
  public List<Axis> sameLength(Node node, int axis) {
    return Axis.of(node, 0, axis);
  }

  @Override
  public Operands operands() {
    return Operands.any(1);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape x = inputs.getFirst().shape();
    if (x.hasRank() && x.rank() != 3 && x.rank() != 4) {
      throw new ShapeException("takes images of rank 4, or one of rank 3, found " + x);
    }
    return List.of(new TensorType(ElementTypes.requireFloat(this, inputs.getFirst()), x));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.getFirst();
    float[] in = x.rawFloats();
    float[] out = new float[in.length];
    int channels = x.shape().dim(-1);
    for (int i = 0; i < in.length; i++) {
      int c = i % channels;
      long first = Math.max(0, (long) c - depthRadius);
      long last = Math.min(channels - 1, (long) c + depthRadius);
      double sum = 0;
      for (long k = first; k <= last; k++) {
        double z = in[i - c + (int) k];
        sum += z * z;
      }
      out[i] = (float) (in[i] * Math.pow(bias + alpha * sum, -beta));
    }
    return List.of(Tensor.adopt(out, x.shape()));
  }
}
