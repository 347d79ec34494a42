package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;

/// The indices of the elements of `x` that are true, or not 0, a row each: int32 `[n, rank of x]`.
public record Where() implements Op {
  static final OpDef<Where> DEF = OpDef.constant(new Where(), Where.class).type("T", 0);

  @Override
  public String name() {
    return "Where";
  }

  @Override
  public Operands operands() {
    return Operands.any(1);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Value x = inputs.getFirst();
    int rank = x.shape().hasRank() ? x.shape().rank() : Shape.UNKNOWN_DIM;
    int count = x.constant().map(c -> count(bools(c.tensor()))).orElse(Shape.UNKNOWN_DIM);
    return List.of(TensorType.of(DataType.INT32, count, rank));
  }

  private static byte[] bools(Tensor x) {
    return Elements.cast(x, DataType.BOOL).rawBools();
  }

  private static int count(byte[] bools) {
    int count = 0;
    for (byte b : bools) {
      count += b;
    }
    return count;
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    byte[] bools = bools(inputs.getFirst());
    int[] dims = inputs.getFirst().shape().dims();
    int[] dense = Walk.dense(dims);
    Shape shape = Shape.of(count(bools), dims.length);
    int[] out = new int[shape.size()];
    int at = 0;
    for (int i = 0; i < bools.length; i++) {
      for (int axis = 0; bools[i] != 0 && axis < dims.length; axis++) {
        out[at++] = i / dense[axis] % dims[axis];
      }
    }
    return List.of(Tensor.adopt(out, shape));
  }
}
