package io.github.tfjs4j.exec.kernel;

import io.github.tfjs4j.exec.Buffers;
import io.github.tfjs4j.exec.Constants;
import io.github.tfjs4j.exec.Kernel;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.op.MirrorPad;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/// MirrorPad of float32: rows along the last axis that is padded, which are copied as they are
/// between their mirrored ends.
final class MirrorPadKernel implements Kernel {
  /// Longer axes do not get tables, which are made before the memory of a run is counted.
  private static final int MOST_CELLS = 1 << 16;

  static final Maker MAKER =
      new Maker() {
        @Override
        public String name() {
          return "mirror";
        }

        @Override
        public Optional<Kernel> make(Node node, Constants constants) {
          return node.op() instanceof MirrorPad op
                  && node.input(0).dataType() == DataType.FLOAT
                  && node.input(0).shape().rank() > 0
                  && isShort(node.out().shape())
              ? constants.of(node.input(1)).map(p -> new MirrorPadKernel(op, node, p.rawInts()))
              : Optional.empty();
        }
      };

  private static boolean isShort(Shape out) {
    return IntStream.range(0, out.rank()).allMatch(i -> out.dim(i) <= MOST_CELLS);
  }

  /// Which element of the input each one is, axis by axis: the last is that of the rows.
  private final int[][] tables;

  /// How far the elements of the input lie apart along each axis.
  private final int[] strides;

  private final int rows;

  /// The length of a row of the input, and where it lies in one of the result.
  private final int length;

  private final int before;

  /// Elements of the axes that are not padded, behind the rows.
  private final int run;

  private MirrorPadKernel(MirrorPad op, Node node, int[] pairs) {
    Shape x = node.input(0).shape();
    int last = x.rank() - 1;
    while (last > 0 && pairs[2 * last] == 0 && pairs[2 * last + 1] == 0) {
      last--;
    }
    this.tables = new int[last + 1][];
    Arrays.setAll(tables, i -> op.mirrored(x, i, pairs[2 * i], pairs[2 * i + 1]));
    this.strides = Move.dense(x.dims());
    this.rows = node.types().getFirst().shape().sub(0, last).size();
    this.length = x.dim(last);
    this.before = pairs[2 * last];
    this.run = x.sub(last + 1, x.rank()).size();
  }

  @Override
  public void run(Buffers b) {
    int width = tables[tables.length - 1].length * run;
    b.parallel(
        rows, (long) rows * width, (row, _) -> row(b.floats(0), rowOf(row), b.out(), row * width));
  }

  /// Where the row of the input begins that is row `row` of the result.
  private int rowOf(int row) {
    int rest = row;
    int at = 0;
    for (int i = tables.length - 2; i >= 0; i--) {
      at += tables[i][rest % tables[i].length] * strides[i];
      rest /= tables[i].length;
    }
    return at;
  }

  private void row(float[] x, int from, float[] y, int to) {
    int[] table = tables[tables.length - 1];
    System.arraycopy(x, from, y, to + before * run, length * run);
    mirrored(x, from, y, to, 0, before);
    mirrored(x, from, y, to, before + length, table.length);
  }

  private void mirrored(float[] x, int from, float[] y, int to, int first, int end) {
    int[] table = tables[tables.length - 1];
    for (int i = first; i < end; i++) {
      System.arraycopy(x, from + table[i] * run, y, to + i * run, run);
    }
  }
}
