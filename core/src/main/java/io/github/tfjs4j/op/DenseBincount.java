package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Operands.Kind;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;
import java.util.OptionalInt;

/// How often each value from 0 to `size - 1` occurs in the int32 `x [n]`, or in each row of `[N,
/// n]`: the sum of `weights`, which have the shape of `x`, or the count where they are empty.
/// Greater values are left out.
///
/// @param binaryOutput whether only 1 for present and 0 for absent is wanted; of a vector TF.js'
///   cpu backend counts all the same
public record DenseBincount(boolean binaryOutput) implements Op {
  static final OpDef<DenseBincount> DEF =
      OpDef.named(
              "DenseBincount",
              DenseBincount.class,
              a -> new DenseBincount(a.b("binary_output", false)))
          .type("Tidx", 0)
          .type("T", 2)
          .b("binary_output", DenseBincount::binaryOutput);

  @Override
  public String name() {
    return "DenseBincount";
  }

  @Override
  public OptionalInt indexBound(Node node, int input) {
    int bound = ShapeValue.scalar(node.input(1));
    return input == 0 && bound >= 0 ? OptionalInt.of(bound) : OptionalInt.empty();
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.INT, Kind.INDEX, Kind.ANY);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape x = inputs.get(0).shape();
    if (!x.hasRank()) {
      return List.of(new TensorType(inputs.get(2).dataType(), Shape.UNKNOWN));
    }
    if (x.rank() < 1 || x.rank() > 2) {
      throw new ShapeException("values to count have rank 1 or 2, found " + x);
    }
    checkWeights(inputs.get(2).shape(), x);
    Shape out = x.sub(0, x.rank() - 1).concat(Shape.of(ShapeValue.scalar(inputs.get(1))));
    return List.of(new TensorType(inputs.get(2).dataType(), out));
  }

  private static void checkWeights(Shape weights, Shape x) {
    if (weights.isFullyDefined() && weights.longSize() != 0 && !weights.isCompatible(x)) {
      throw new ShapeException(
          "weights are none or have the shape of the values, but these are "
              + weights
              + " to "
              + x);
    }
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    int size = inputs.get(1).rawInts()[0];
    Tensor weights = inputs.get(2);
    checkWeights(weights.shape(), x.shape());
    if (size < 0) {
      throw new ShapeException("the number of values to count is at least 0, found " + size);
    }
    Shape shape = x.shape().sub(0, x.shape().rank() - 1).concat(Shape.of(size));
    int length = x.shape().dim(-1);
    double[] sums = new double[shape.size()];
    for (int i = 0; i < x.size(); i++) {
      int v = x.rawInts()[i];
      if (v < 0) {
        throw new ShapeException("values to count are at least 0, found " + v);
      }
      if (v < size) {
        int at = i / length * size + v;
        double weight = weights.size() == 0 ? 1 : weights.get(i);
        sums[at] = binaryOutput ? 1 : sums[at] + weight;
      }
    }
    float[] out = new float[sums.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) sums[i];
    }
    return List.of(Elements.cast(Tensor.adopt(out, shape), weights.type()));
  }
}
