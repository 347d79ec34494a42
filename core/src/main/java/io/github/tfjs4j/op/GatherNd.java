package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;

/// For every row of the int32 tensor `indices [..., n]` the slice of `x` at these leading `n`
/// indices.
public record GatherNd() implements Op {
  static final OpDef<GatherNd> DEF =
      OpDef.constant(new GatherNd(), GatherNd.class).type("Tparams", 0).type("Tindices", 1);

  @Override
  public String name() {
    return "GatherNd";
  }

  @Override
  public boolean movesValues() {
    return true;
  }

  @Override
  public Operands operands() {
    return Operands.any(2);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    return List.of(
        inputs.get(0).type().withShape(gathered(inputs.get(0).shape(), inputs.get(1).shape())));
  }

  static Shape gathered(Shape x, Shape indices) {
    if (!indices.hasRank() || !x.hasRank()) {
      return Shape.UNKNOWN;
    }
    int n = indices.dim(-1);
    if (n == Shape.UNKNOWN_DIM) {
      return Shape.UNKNOWN;
    }
    if (n > x.rank()) {
      throw new ShapeException("rows of " + n + " indices do not index into " + x);
    }
    return indices.sub(0, indices.rank() - 1).concat(x.sub(n, x.rank()));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    Tensor indices = Elements.cast(inputs.get(1), DataType.INT32);
    Shape shape = gathered(x.shape(), indices.shape());
    int depth = indices.shape().dim(-1);
    int[] dense = Walk.dense(x.shape().dims());
    int inner = x.shape().sub(depth, x.shape().rank()).size();
    int rows = indices.shape().sub(0, indices.shape().rank() - 1).size();
    Elements from = Elements.of(x);
    Elements to = Elements.make(x.type(), shape);
    for (int row = 0; row < rows; row++) {
      int at = 0;
      for (int i = 0; i < depth; i++) {
        int index = indices.rawInts()[row * depth + i];
        GatherV2.requireWithin(index, i, x.shape());
        at += index * dense[i];
      }
      to.copy(row * inner, from, at, inner);
    }
    return List.of(to.tensor(shape));
  }
}
