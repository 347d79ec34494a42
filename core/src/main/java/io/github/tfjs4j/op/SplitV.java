package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Operands.Kind;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.TensorType;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// `x` cut along the int32 scalar `axis` into `num` pieces of the lengths in the int32 vector
/// `size_splits`, one of which may be -1 for what is left. Inputs: `x`, `size_splits`, `axis`.
public record SplitV(int num) implements ViewOp {
  static final OpDef<SplitV> DEF =
      OpDef.named("SplitV", SplitV.class, a -> new SplitV(a.i("num_split", 1)))
          .type("T", 0)
          .type("Tlen", 1)
          .i("num_split", SplitV::num);

  public SplitV {
    Split.checkCount(num);
  }

  @Override
  public String name() {
    return "SplitV";
  }

  @Override
  public boolean movesValues() {
    return true;
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.ANY, Kind.INT, Kind.INDEX);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape x = inputs.get(0).shape();
    Optional<int[]> sizes = inputs.get(1).constantInts();
    Optional<int[]> axis = inputs.get(2).constantInts().filter(a -> a.length == 1);
    if (!x.hasRank() || axis.isEmpty()) {
      Shape out = x.hasRank() ? Shape.ofRank(x.rank()) : x;
      return Collections.nCopies(num, inputs.get(0).type().withShape(out));
    }
    int at = x.axis(axis.get()[0]);
    if (sizes.isEmpty()) {
      return Collections.nCopies(
          num, inputs.get(0).type().withShape(x.with(at, Shape.UNKNOWN_DIM)));
    }
    return Arrays.stream(lengths(x.dim(at), sizes.get()))
        .mapToObj(n -> inputs.get(0).type().withShape(x.with(at, n)))
        .toList();
  }

  /// The lengths of the pieces of an axis of length `total`, of which one may stay -1 where that is
  /// unknown.
  int[] lengths(int total, int[] sizes) {
    int[] out = sizes.clone();
    int open = -1;
    long sum = 0;
    boolean fits = sizes.length == num;
    for (int i = 0; i < out.length; i++) {
      fits &= out[i] >= 0 || (out[i] == -1 && open < 0);
      open = out[i] < 0 ? i : open;
      sum += Math.max(0, out[i]);
    }
    if (!fits || (total != Shape.UNKNOWN_DIM && (open < 0 ? sum != total : sum > total))) {
      throw new ShapeException(
          "cannot cut an axis of length "
              + total
              + " into "
              + num
              + " pieces of "
              + Arrays.toString(sizes));
    }
    if (open >= 0 && total != Shape.UNKNOWN_DIM) {
      out[open] = (int) (total - sum);
    }
    return out;
  }

  @Override
  public List<View> views(Shape x, List<int[]> how) {
    int axis = x.axis(how.get(1)[0]);
    return Split.pieces(x, axis, lengths(x.dim(axis), how.get(0)));
  }
}
