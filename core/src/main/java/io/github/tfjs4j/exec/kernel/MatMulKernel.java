package io.github.tfjs4j.exec.kernel;

import io.github.tfjs4j.exec.Buffers;
import io.github.tfjs4j.exec.Constants;
import io.github.tfjs4j.exec.Kernel;
import io.github.tfjs4j.exec.Scratch;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.op.BatchMatMulV2;
import io.github.tfjs4j.op.FusedMatMul;
import io.github.tfjs4j.op.MatMul;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import java.util.Optional;

/// MatMul, _FusedMatMul and BatchMatMulV2 of float32. A constant matrix is packed when the model is
/// compiled; any other right side is, batch by batch, when it is there, and so is a left side that
/// is transposed.
final class MatMulKernel implements Kernel {
  /// Rows whose sums are at hand at the same time, and rows of a task.
  private static final int BLOCK = 8;

  static final Maker MAKER =
      new Maker() {
        @Override
        public String name() {
          return "product";
        }

        @Override
        public Optional<Kernel> make(Node node, Constants constants) {
          return switch (node.op()) {
            case MatMul(boolean ta, boolean tb) -> of(node, ta, tb, Epilogue.NONE, constants);
            case BatchMatMulV2(boolean ta, boolean tb) ->
                of(node, ta, tb, Epilogue.NONE, constants);
            case FusedMatMul(boolean ta, boolean tb, var fused) ->
                Epilogue.of(node, fused, node.types().getFirst().shape().dim(-1))
                    .flatMap(e -> of(node, ta, tb, e, constants));
            default -> Optional.empty();
          };
        }
      };

  /// The matrices of either side, one for each of the result.
  private final Cells left;

  private final Cells right;
  private final int rows;
  private final int channels;
  private final int n;
  private final boolean leftTransposed;
  private final boolean transposed;
  private final Epilogue epilogue;

  private MatMulKernel(
      Shape a, boolean leftTransposed, Shape b, boolean transposed, Epilogue epilogue) {
    this.channels = a.dim(leftTransposed ? -2 : -1);
    this.rows = a.dim(leftTransposed ? -1 : -2);
    this.n = b.dim(transposed ? -2 : -1);
    Shape batches = a.sub(0, a.rank() - 2).broadcast(b.sub(0, b.rank() - 2));
    this.left = matrices(a, batches);
    this.right = matrices(b, batches);
    this.leftTransposed = leftTransposed;
    this.transposed = transposed;
    this.epilogue = epilogue;
  }

  private static Cells matrices(Shape of, Shape batches) {
    int[] dense = Move.dense(of.dims());
    int[] strides = new int[batches.rank()];
    int skipped = batches.rank() - (of.rank() - 2);
    for (int i = 0; i < of.rank() - 2; i++) {
      strides[skipped + i] = of.dim(i) == 1 ? 0 : dense[i];
    }
    return Cells.of(batches.dims(), strides);
  }

  private static Optional<Kernel> of(
      Node node, boolean ta, boolean tb, Epilogue epilogue, Constants constants) {
    Shape a = node.input(0).shape();
    Shape b = node.input(1).shape();
    boolean floats =
        node.input(0).dataType() == DataType.FLOAT && node.input(1).dataType() == DataType.FLOAT;
    if (!floats) {
      return Optional.empty();
    }
    MatMulKernel kernel = new MatMulKernel(a, ta, b, tb, epilogue);
    if (ta || b.rank() != 2 || node.input(1).constant().isEmpty()) {
      return Optional.of(kernel);
    }
    return constants
        .replaced(
            node.input(1),
            tb ? "columns" : "rows",
            t ->
                tb
                    ? RowProduct.columns(t.rawFloats(), kernel.channels)
                    : RowProduct.rows(t.rawFloats(), kernel.n),
            rows -> tb ? RowProduct.transpose(rows, kernel.n) : RowProduct.matrix(rows, kernel.n))
        .map(matrix ->
            ConvolutionKernel.ofRows(
                kernel.left.count() * kernel.rows, kernel.channels, kernel.n, epilogue, matrix));
  }

  @Override
  public void run(Buffers b) {
    int blocks = Math.ceilDiv(rows, BLOCK);
    float[][] matrix = b.scratch().rows(1, Math.max(1, channels), n);
    float[] swapped = leftTransposed ? b.scratch().rows(2, 1, rows * channels)[0] : null;
    int packed = -1;
    for (int batch = 0; batch < left.count(); batch++) {
      if (packed != right.at(batch)) {
        packed = right.at(batch);
        pack(b.floats(1), packed, matrix);
      }
      if (leftTransposed) {
        swap(b.floats(0), left.at(batch), swapped);
      }
      float[] a = leftTransposed ? swapped : b.floats(0);
      int from = leftTransposed ? 0 : left.at(batch);
      int first = batch * rows;
      b.parallel(
          blocks,
          (long) rows * channels * n,
          (task, scratch) ->
              block(
                  b,
                  a,
                  from + task * BLOCK * channels,
                  first + task * BLOCK,
                  Math.min(BLOCK, rows - task * BLOCK),
                  matrix,
                  scratch));
    }
  }

  private void pack(float[] from, int at, float[][] matrix) {
    if (!transposed) {
      for (int c = 0; c < channels; c++) {
        System.arraycopy(from, at + c * n, matrix[c], 0, n);
      }
      return;
    }
    for (int c = 0; c < channels; c++) {
      float[] row = matrix[c];
      for (int j = 0; j < n; j++) {
        row[j] = from[at + j * channels + c];
      }
    }
  }

  private void swap(float[] from, int at, float[] to) {
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < channels; c++) {
        to[r * channels + c] = from[at + c * rows + r];
      }
    }
  }

  /// @param at where the first of the rows begins in `a`
  /// @param first the first row of the result
  private void block(
      Buffers b, float[] a, int at, int first, int count, float[][] matrix, Scratch scratch) {
    float[][] sums = scratch.rows(0, BLOCK, n);
    for (int r = 0; r < count; r++) {
      epilogue.begin(b, sums[r], 1, n);
    }
    RowProduct.add(a, at, channels, count, channels, matrix, 0, sums, 0, n);
    for (int r = 0; r < count; r++) {
      epilogue.finish(b, sums[r], 1, n, scratch);
      System.arraycopy(sums[r], 0, b.out(), (first + r) * n, n);
    }
  }
}
