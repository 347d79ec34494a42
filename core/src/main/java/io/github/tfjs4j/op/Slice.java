package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Operands.Kind;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// `size[i]` elements from `begin[i]` on along each axis `i` of `x`; a size of -1 takes the rest.
/// `begin` and `size` are int32 vectors.
public record Slice() implements ViewOp {
  static final OpDef<Slice> DEF =
      OpDef.constant(new Slice(), Slice.class).type("T", 0).type("Index", 1);

  @Override
  public String name() {
    return "Slice";
  }

  @Override
  public boolean movesValues() {
    return true;
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.ANY, Kind.INT, Kind.INT);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape x = inputs.get(0).shape();
    Optional<int[]> begin = inputs.get(1).constantInts();
    Optional<int[]> size = inputs.get(2).constantInts();
    Shape out = x.hasRank() ? Shape.ofRank(x.rank()) : Shape.UNKNOWN;
    if (begin.isPresent() && size.isPresent()) {
      out = sliced(x.merge(Shape.ofRank(begin.get().length)), begin.get(), size.get());
    } else if (size.isPresent() && Arrays.stream(size.get()).allMatch(n -> n >= -1)) {
      out = out.merge(Shape.of(size.get()));
    } else {
      out = out.merge(inputs.get(2).elements());
    }
    return List.of(inputs.get(0).type().withShape(out));
  }

  static Shape sliced(Shape x, int[] begin, int[] size) {
    int[] out = x.dims();
    boolean fits = begin.length == out.length && size.length == out.length;
    for (int i = 0; fits && i < out.length; i++) {
      int length = out[i];
      if (size[i] == -1) {
        out[i] = length == Shape.UNKNOWN_DIM ? length : length - begin[i];
        fits = begin[i] >= 0 && (length == Shape.UNKNOWN_DIM || begin[i] <= length);
      } else {
        out[i] = size[i];
        fits =
            begin[i] >= 0
                && size[i] >= 0
                && (length == Shape.UNKNOWN_DIM || (long) begin[i] + size[i] <= length);
      }
    }
    if (!fits) {
      throw new ShapeException(
          "a slice of "
              + Arrays.toString(size)
              + " elements from "
              + Arrays.toString(begin)
              + " does not lie within "
              + x);
    }
    return Shape.of(out);
  }

  @Override
  public Optional<Value> simplify(List<Value> inputs, GraphBuilder to) {
    Value x = inputs.getFirst();
    Optional<int[]> begin = inputs.get(1).constantInts();
    Optional<int[]> size = inputs.get(2).constantInts();
    if (begin.isEmpty()
        || size.isEmpty()
        || !x.shape().hasRank()
        || x.shape().rank() != begin.get().length) {
      return Optional.empty();
    }
    for (int i = 0; i < begin.get().length; i++) {
      int n = size.get()[i];
      if (begin.get()[i] != 0 || (n != -1 && n != x.shape().dim(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(x);
  }

  @Override
  public List<View> views(Shape x, List<int[]> how) {
    int[] begin = how.get(0);
    return List.of(View.box(x, begin, sliced(x, begin, how.get(1))));
  }
}
