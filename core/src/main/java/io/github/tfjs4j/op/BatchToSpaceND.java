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
import java.util.List;
import java.util.Optional;

/// Undoes [SpaceToBatchND]: deals the batch axis out into blocks, then cuts off `crops` at both
/// ends of each axis. Inputs: `x`, `block_shape [m]`, `crops [m, 2]`, int32.
public record BatchToSpaceND() implements Op {
  static final OpDef<BatchToSpaceND> DEF =
      OpDef.constant(new BatchToSpaceND(), BatchToSpaceND.class)
          .type("T", 0)
          .type("Tblock_shape", 1)
          .type("Tcrops", 2);

  @Override
  public String name() {
    return "BatchToSpaceND";
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
    Optional<int[]> block = inputs.get(1).constantInts();
    Optional<int[]> crops = inputs.get(2).constantInts();
    Shape out = x.hasRank() ? Shape.ofRank(x.rank()) : Shape.UNKNOWN;
    if (x.hasRank() && block.isPresent() && crops.isPresent()) {
      out = moved(x, block.get(), crops.get());
    }
    return List.of(inputs.get(0).type().withShape(out));
  }

  private static Shape moved(Shape x, int[] block, int[] crops) {
    SpaceToBatchND.checkBlocks(x, block, crops);
    int[] out = x.dims();
    long all = Shape.of(block).longSize();
    for (int i = 0; i < block.length; i++) {
      if (out[i + 1] != Shape.UNKNOWN_DIM) {
        long cropped = (long) crops[2 * i] + crops[2 * i + 1];
        int whole = Shape.times(out[i + 1], block[i]);
        if (cropped > whole) {
          throw new ShapeException(
              "crops of " + cropped + " take more than the " + whole + " of axis " + (i + 1));
        }
        out[i + 1] = (int) (whole - cropped);
      }
    }
    if (out[0] != Shape.UNKNOWN_DIM) {
      if (out[0] % all != 0) {
        throw new ShapeException(
            "the batch of " + x + " is no multiple of the " + all + " cells of a block");
      }
      out[0] = (int) (out[0] / all);
    }
    return Shape.of(out);
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    int[] block = inputs.get(1).rawInts();
    int[] crops = inputs.get(2).rawInts();
    Shape shape = moved(x.shape(), block, crops);
    int rank = shape.rank();
    int m = block.length;
    // [b1, ..., bm, N, D1, ..., Dm, rest], of which each block goes behind its axis.
    int[] dims = new int[rank + m];
    int[] perm = new int[rank + m];
    int[] whole = shape.dims();
    dims[m] = shape.dim(0);
    perm[0] = m;
    for (int i = 0; i < m; i++) {
      dims[i] = block[i];
      dims[m + 1 + i] = x.shape().dim(i + 1);
      perm[2 * i + 1] = m + 1 + i;
      perm[2 * i + 2] = i;
      whole[i + 1] = x.shape().dim(i + 1) * block[i];
    }
    for (int i = m + 1; i < rank; i++) {
      dims[m + i] = shape.dim(i);
      perm[m + i] = m + i;
    }
    int[] begin = new int[rank];
    for (int i = 0; i < m; i++) {
      begin[i + 1] = crops[2 * i];
    }
    Tensor dealt = Elements.transpose(x.reshape(Shape.of(dims)), perm).reshape(Shape.of(whole));
    return List.of(Elements.slice(dealt, begin, shape));
  }
}
