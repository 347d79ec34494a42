package io.github.tfjs4j.exec.kernel;

import io.github.tfjs4j.exec.Buffers;
import io.github.tfjs4j.exec.Constants;
import io.github.tfjs4j.exec.Kernel;
import io.github.tfjs4j.exec.Scratch;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.op.Reduce;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/// Sum, Mean, Max, Min, Prod and EuclideanNorm of float32, accumulated in double as the reference
/// does. Neighbouring axes that are both reduced, or both kept, are one. Where the last one is
/// kept, rows are added to a row of results; where it is reduced, each row becomes one number.
final class ReduceKernel implements Kernel {
  /// Results of a task, whose accumulators stay in the first cache.
  private static final int COLUMNS = 512;

  static final Maker MAKER =
      new Maker() {
        @Override
        public String name() {
          return "reduce";
        }

        @Override
        public Optional<Kernel> make(Node node, Constants constants) {
          return node.op() instanceof Reduce(Reduce.F f, boolean _)
                  && node.input(0).dataType() == DataType.FLOAT
                  && node.input(0).shape().size() > 0
              ? Fold.of(f)
                  .flatMap(fold ->
                      constants
                          .of(node.input(1))
                          .map(a -> new ReduceKernel(f, fold, node.input(0).shape(), a.rawInts())))
              : Optional.empty();
        }
      };

  private final Reduce.F f;
  private final Fold fold;

  /// Elements that become one.
  private final int count;

  /// The last axis, whether it is reduced or not.
  private final int width;

  private final boolean rows;

  /// Where the first row of each group of results begins, and how far behind that the others of the
  /// same results.
  private final Cells groups;

  private final Cells behind;

  private ReduceKernel(Reduce.F f, Fold fold, Shape x, int[] axes) {
    this.f = f;
    this.fold = fold;
    boolean[] reduced = new boolean[x.rank()];
    for (int axis : axes) {
      reduced[x.axis(axis)] = true;
    }
    int last = x.rank();
    int n = 1;
    boolean row = false;
    // From the right, over all that is like the last axis that is longer than 1.
    while (last > 0 && (x.dim(last - 1) == 1 || n == 1 || reduced[last - 1] == row)) {
      row = x.dim(last - 1) == 1 ? row : reduced[last - 1];
      n *= x.dim(--last);
    }
    this.width = n;
    this.rows = row;
    this.groups = cells(x, reduced, last, false);
    this.behind = cells(x, reduced, last, true);
    this.count = behind.count() * (row ? n : 1);
  }

  /// The cells of the axes before `end` that are reduced, or of those that are not.
  private static Cells cells(Shape x, boolean[] reduced, int end, boolean of) {
    int[] axes = IntStream.range(0, end).filter(i -> reduced[i] == of).toArray();
    int[] strides = Move.dense(x.dims());
    return Cells.of(
        Arrays.stream(axes).map(x::dim).toArray(),
        Arrays.stream(axes).map(i -> strides[i]).toArray());
  }

  @Override
  public void run(Buffers b) {
    long work = (long) groups.count() * behind.count() * width;
    if (rows) {
      b.parallel(groups.count(), work, (task, _) -> b.out()[task] = number(b.floats(0), task));
      return;
    }
    int pieces = Math.ceilDiv(width, COLUMNS);
    b.parallel(
        groups.count() * pieces,
        work,
        (task, scratch) -> columns(b, task / pieces, task % pieces * COLUMNS, scratch));
  }

  private float number(float[] x, int group) {
    double sum = fold.start();
    int first = groups.at(group);
    for (int i = 0; i < behind.count(); i++) {
      sum = fold.row(x, first + behind.at(i), width, sum);
    }
    return result(sum);
  }

  private void columns(Buffers b, int group, int first, Scratch scratch) {
    int n = Math.min(COLUMNS, width - first);
    double[] sums = scratch.doubles(COLUMNS);
    float[] row = scratch.rows(0, 1, COLUMNS)[0];
    Arrays.fill(sums, 0, n, fold.start());
    int begin = groups.at(group) + first;
    for (int i = 0; i < behind.count(); i++) {
      System.arraycopy(b.floats(0), begin + behind.at(i), row, 0, n);
      fold.columns(row, sums, n);
    }
    float[] y = b.out();
    for (int j = 0; j < n; j++) {
      y[group * width + first + j] = result(sums[j]);
    }
  }

  private float result(double sum) {
    return (float)
        switch (f) {
          case MEAN -> sum / count;
          case EUCLIDEAN_NORM -> Math.sqrt(sum);
          default -> sum;
        };
  }
}
