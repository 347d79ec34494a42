package io.github.tfjs4j.op;

import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Operands.Kind;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;
import java.util.Optional;

/// `x` back to front along the axes in the int32 vector `axis`.
public record ReverseV2() implements ViewOp {
  static final OpDef<ReverseV2> DEF =
      OpDef.constant(new ReverseV2(), ReverseV2.class).type("Tidx", 1).type("T", 0);

  @Override
  public String name() {
    return "ReverseV2";
  }

  @Override
  public boolean movesValues() {
    return true;
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.ANY, Kind.INT);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape x = inputs.get(0).shape();
    if (x.hasRank()) {
      inputs.get(1).constantInts().ifPresent(axes -> Reduce.reduced(x, axes));
    }
    return List.of(inputs.get(0).type());
  }

  @Override
  public Optional<Value> simplify(List<Value> inputs, GraphBuilder to) {
    return inputs
        .get(1)
        .constantInts()
        .filter(axes -> axes.length == 0)
        .map(_ -> inputs.getFirst());
  }

  @Override
  public List<View> views(Shape x, List<int[]> how) {
    boolean[] reversed = Reduce.reduced(x, how.getFirst());
    int[] strides = Walk.dense(x.dims());
    int offset = 0;
    for (int i = 0; i < strides.length; i++) {
      if (reversed[i]) {
        offset += (x.dim(i) - 1) * strides[i];
        strides[i] = -strides[i];
      }
    }
    return List.of(View.of(offset, strides, x));
  }
}
