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

/// `x` repeated `multiples[i]` times along axis `i`; `multiples` is an int32 vector.
public record Tile() implements ViewOp {
  static final OpDef<Tile> DEF =
      OpDef.constant(new Tile(), Tile.class).type("T", 0).type("Tmultiples", 1);

  @Override
  public String name() {
    return "Tile";
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
    Shape reps = inputs.get(1).elements();
    if (!x.hasRank() || !reps.hasRank()) {
      Shape rank = reps.hasRank() ? Shape.ofRank(reps.rank()) : Shape.UNKNOWN;
      return List.of(inputs.get(0).type().withShape(x.hasRank() ? Shape.ofRank(x.rank()) : rank));
    }
    if (x.rank() != reps.rank()) {
      throw new ShapeException("there are " + reps.rank() + " multiples for the axes of " + x);
    }
    int[] out = x.dims();
    for (int i = 0; i < out.length; i++) {
      out[i] = Shape.times(out[i], reps.dim(i));
    }
    return List.of(inputs.get(0).type().withShape(Shape.of(out)));
  }

  @Override
  public Optional<Value> simplify(List<Value> inputs, GraphBuilder to) {
    return inputs
        .get(1)
        .constantInts()
        .filter(reps -> Arrays.stream(reps).allMatch(n -> n == 1))
        .map(_ -> inputs.getFirst());
  }

  @Override
  public List<View> views(Shape x, List<int[]> how) {
    int[] reps = how.getFirst();
    int[] dense = Walk.dense(x.dims());
    int[] dims = new int[2 * reps.length];
    int[] strides = new int[2 * reps.length];
    int[] out = x.dims();
    for (int i = 0; i < reps.length; i++) {
      dims[2 * i] = reps[i];
      dims[2 * i + 1] = x.dim(i);
      strides[2 * i + 1] = dense[i];
      out[i] = Shape.times(out[i], reps[i]);
    }
    return List.of(View.of(0, strides, Shape.of(dims)).reshaped(Shape.of(out)));
  }
}
