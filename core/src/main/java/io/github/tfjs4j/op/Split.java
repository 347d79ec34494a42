package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Operands.Kind;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// `x` cut into `num` equal pieces along the int32 scalar `axis`, which is the first input.
public record Split(int num) implements ViewOp {
  static final OpDef<Split> DEF =
      OpDef.named("Split", Split.class, a -> new Split(a.i("num_split", 1)))
          .type("T", 1)
          .i("num_split", Split::num);

  /// A bound on what a damaged file can ask for.
  private static final int MAX_RESULTS = 1 << 16;

  public Split {
    checkCount(num);
  }

  static void checkCount(int num) {
    if (num < 0 || num > MAX_RESULTS) {
      throw new ShapeException("the number of results is 0 to " + MAX_RESULTS + ", found " + num);
    }
  }

  @Override
  public String name() {
    return "Split";
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.INDEX, Kind.ANY);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape x = inputs.get(1).shape();
    Shape out = x.hasRank() ? Shape.ofRank(x.rank()) : x;
    if (x.hasRank()) {
      out =
          inputs
              .get(0)
              .constantInts()
              .filter(a -> a.length == 1)
              .map(a -> piece(x, a[0]))
              .orElse(out);
    }
    return Collections.nCopies(num, inputs.get(1).type().withShape(out));
  }

  private Shape piece(Shape x, int axis) {
    int length = x.dim(axis);
    if (num == 0 || (length != Shape.UNKNOWN_DIM && length % num != 0)) {
      throw new ShapeException(
          "cannot cut axis " + axis + " of " + x + " into " + num + " equal pieces");
    }
    return x.with(axis, length == Shape.UNKNOWN_DIM ? length : length / num);
  }

  /// All axes but the one that is cut.
  @Override
  public List<Axis> sameLength(Node node, int axis) {
    Shape x = node.input(1).shape();
    boolean whole =
        x.hasRank()
            && node.input(0)
                .constantInts()
                .filter(a -> a.length == 1 && x.axis(a[0]) != axis)
                .isPresent();
    return whole ? Axis.of(node, 1, axis) : List.of();
  }

  @Override
  public int seen() {
    return 1;
  }

  @Override
  public List<View> views(Shape x, List<int[]> how) {
    int axis = x.axis(how.getFirst()[0]);
    int[] lengths = new int[num];
    Arrays.fill(lengths, piece(x, axis).dim(axis));
    return pieces(x, axis, lengths);
  }

  /// `x` cut along `axis` into pieces of these lengths.
  static List<View> pieces(Shape x, int axis, int[] lengths) {
    int[] begin = new int[x.rank()];
    List<View> out = new ArrayList<>();
    for (int length : lengths) {
      out.add(View.box(x, begin, x.with(axis, length)));
      begin[axis] += length;
    }
    return out;
  }
}
