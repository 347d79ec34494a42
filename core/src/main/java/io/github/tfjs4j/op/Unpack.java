package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The `num` slices of `x` along `axis`, each without that axis.
public record Unpack(int num, int axis) implements Op {
  static final OpDef<Unpack> DEF =
      OpDef.named("Unpack", Unpack.class, a -> new Unpack(a.i("num", 0), a.i("axis", 0)))
          .type("T", 0)
          .i("num", Unpack::num)
          .i("axis", Unpack::axis);

  public Unpack {
    Split.checkCount(num);
  }

  @Override
  public String name() {
    return "Unpack";
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
    Shape x = inputs.getFirst().shape();
    Shape out = Shape.UNKNOWN;
    if (x.hasRank()) {
      int at = x.axis(axis);
      if (x.isKnown(at) && x.dim(at) != num) {
        throw new ShapeException(
            "axis " + axis + " of " + x + " does not have the " + num + " slices asked for");
      }
      out = x.sub(0, at).concat(x.sub(at + 1, x.rank()));
    }
    return Collections.nCopies(num, inputs.getFirst().type().withShape(out));
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.getFirst();
    int at = x.shape().axis(axis);
    Shape each = x.shape().sub(0, at).concat(x.shape().sub(at + 1, x.shape().rank()));
    int[] begin = new int[x.shape().rank()];
    List<Tensor> out = new ArrayList<>();
    for (int i = 0; i < num; i++) {
      begin[at] = i;
      out.add(Elements.slice(x, begin, x.shape().with(at, 1)).reshape(each));
    }
    return out;
  }
}
