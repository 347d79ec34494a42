package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The elements of the vector `x` that the vector `y` has not, and where they stand.
public record ListDiff() implements Op {
  static final OpDef<ListDiff> DEF =
      OpDef.constant(new ListDiff(), ListDiff.class)
          .type("T", 0)
          .resultType("out_idx", 1)
          .results("out", "idx");

  @Override
  public String name() {
    return "ListDiff";
  }

  @Override
  public Operands operands() {
    return Operands.any(2);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    ElementTypes.requireSame(inputs.get(0), inputs.get(1));
    for (Value v : inputs) {
      if (v.shape().hasRank() && v.shape().rank() != 1) {
        throw new ShapeException("lists to compare are vectors, found " + v.type());
      }
    }
    return List.of(
        TensorType.of(inputs.getFirst().dataType(), -1), TensorType.of(DataType.INT32, -1));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    Tensor y = inputs.get(1);
    Set<Object> without = new HashSet<>();
    for (int i = 0; i < y.size(); i++) {
      without.add(Keys.of(y, i));
    }
    int[] kept = new int[x.size()];
    int n = 0;
    for (int i = 0; i < kept.length; i++) {
      if (!without.contains(Keys.of(x, i))) {
        kept[n++] = i;
      }
    }
    int[] indices = Arrays.copyOf(kept, n);
    return List.of(Elements.take(x, 0, indices), Tensor.adopt(indices, n));
  }
}
