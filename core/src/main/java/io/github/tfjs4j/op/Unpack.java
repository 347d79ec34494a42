package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.TensorType;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// The `num` slices of `x` along `axis`, each without that axis.
public record Unpack(int num, int axis) implements ViewOp {
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
  public List<View> views(Shape x, List<int[]> how) {
    int at = x.axis(axis);
    Shape each = x.sub(0, at).concat(x.sub(at + 1, x.rank()));
    int[] ones = new int[num];
    Arrays.fill(ones, 1);
    return Split.pieces(x, at, ones).stream().map(v -> v.reshaped(each)).toList();
  }
}
