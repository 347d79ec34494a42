package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Operands;
import io.github.tfjs4j.graph.Operands.Kind;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.Arrays;
import java.util.List;

/// `y[s]`: the sum, or mean, of the rows `x[indices[i]]` of all `i` whose `segments[i]` is `s`; 0
/// where there is none. Inputs: `x`, and two int32 vectors of one length, of which `segments` never
/// decreases.
public record SparseSegment(F f) implements Op {
  /// The functions.
  public enum F {
    /// Rows are added up.
    SUM("SparseSegmentSum"),
    /// The sum by the number of its rows; of int32 without fraction.
    MEAN("SparseSegmentMean");

    private final String tfName;

    F(String tfName) {
      this.tfName = tfName;
    }
  }

  static List<OpDef<SparseSegment>> defs() {
    return Arrays.stream(F.values())
        .map(f ->
            OpDef.constant(new SparseSegment(f), SparseSegment.class)
                .type("T", 0)
                .type("Tidx", 1)
                .type("Tsegmentids", 2))
        .toList();
  }

  @Override
  public String name() {
    return f.tfName;
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.ANY, Kind.INT, Kind.INT);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape x = inputs.get(0).shape();
    check(x, inputs.get(1).shape(), inputs.get(2).shape());
    int rows = inputs.get(2).constantInts().map(SparseSegment::rows).orElse(Shape.UNKNOWN_DIM);
    return List.of(inputs.get(0).type().withShape(x.hasRank() ? x.with(0, rows) : Shape.UNKNOWN));
  }

  private static void check(Shape x, Shape indices, Shape segments) {
    boolean fits =
        (!x.hasRank() || x.rank() > 0)
            && indices.isCompatible(Shape.of(-1))
            && segments.isCompatible(Shape.of(-1))
            && indices.isCompatible(segments);
    if (!fits) {
      throw new ShapeException(
          "takes rows and two vectors of one length, but these are "
              + x
              + ", "
              + indices
              + " and "
              + segments);
    }
  }

  /// How many segments there are.
  private static int rows(int[] segments) {
    int last = 0;
    for (int segment : segments) {
      if (segment < last) {
        throw new ShapeException(
            "numbers of segments begin at 0 and never decrease, but "
                + segment
                + " follows on "
                + last);
      }
      last = segment;
    }
    return segments.length == 0 ? 0 : Shape.plus(last, 1);
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = Elements.numbers(inputs.get(0));
    int[] indices = inputs.get(1).rawInts();
    int[] segments = inputs.get(2).rawInts();
    check(x.shape(), inputs.get(1).shape(), inputs.get(2).shape());
    Shape shape = x.shape().with(0, rows(segments));
    int width = x.shape().sub(1, x.shape().rank()).size();
    Elements from = Elements.of(x);
    Elements out = Elements.make(x.type(), shape);
    int[] counts = new int[shape.dim(0)];
    for (int i = 0; i < indices.length; i++) {
      if (indices[i] < 0 || indices[i] >= x.shape().dim(0)) {
        throw new ShapeException("there is no row " + indices[i] + " of " + x.shape());
      }
      out.add(segments[i] * width, from, indices[i] * width, width);
      counts[segments[i]]++;
    }
    Tensor sums = out.tensor(shape);
    return List.of(f == F.SUM ? sums : means(sums, counts, width));
  }

  private static Tensor means(Tensor sums, int[] counts, int width) {
    double[] means = new double[sums.size()];
    for (int i = 0; i < means.length; i++) {
      means[i] = sums.get(i) / Math.max(1, counts[i / width]);
    }
    return Tensor.of(means, sums.type(), sums.shape());
  }
}
