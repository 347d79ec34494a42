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
import java.util.Optional;

/// Pads the axes from 1 on by the pairs in `paddings`, cuts each into blocks of `block_shape`, and
/// moves the place in the block to the batch axis, in front. Inputs: `x`, `block_shape [m]`,
/// `paddings [m, 2]`, int32.
public record SpaceToBatchND() implements Op {
  static final OpDef<SpaceToBatchND> DEF =
      OpDef.constant(new SpaceToBatchND(), SpaceToBatchND.class)
          .type("T", 0)
          .type("Tblock_shape", 1)
          .type("Tpaddings", 2);

  @Override
  public String name() {
    return "SpaceToBatchND";
  }

  @Override
  public Operands operands() {
    return Operands.of(Kind.ANY, Kind.INT, Kind.INT);
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    Shape x = inputs.get(0).shape();
    Optional<int[]> block = inputs.get(1).constantInts();
    Optional<int[]> paddings = inputs.get(2).constantInts();
    Shape out = x.hasRank() ? Shape.ofRank(x.rank()) : Shape.UNKNOWN;
    if (x.hasRank() && block.isPresent() && paddings.isPresent()) {
      out = moved(x, block.get(), paddings.get());
    }
    return List.of(inputs.get(0).type().withShape(out));
  }

  private static Shape moved(Shape x, int[] block, int[] paddings) {
    checkBlocks(x, block, paddings);
    int[] out = x.dims();
    for (int i = 0; i < block.length; i++) {
      out[0] = Shape.times(out[0], block[i]);
      if (out[i + 1] != Shape.UNKNOWN_DIM) {
        int padded = Shape.plus(Shape.plus(out[i + 1], paddings[2 * i]), paddings[2 * i + 1]);
        if (padded % block[i] != 0) {
          throw new ShapeException(
              "axis "
                  + (i + 1)
                  + " of "
                  + x
                  + " has "
                  + padded
                  + " elements with padding, no multiple of "
                  + block[i]);
        }
        out[i + 1] = padded / block[i];
      }
    }
    return Shape.of(out);
  }

  static void checkBlocks(Shape x, int[] block, int[] pairs) {
    Paddings.check(pairs);
    if (pairs.length != 2 * block.length
        || block.length >= x.rank()
        || Arrays.stream(block).anyMatch(b -> b < 1)) {
      throw new ShapeException(
          "blocks "
              + Arrays.toString(block)
              + " and pairs "
              + Arrays.toString(pairs)
              + " do not fit "
              + x);
    }
  }

  @Override
  public List<Tensor> evaluate(List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    int[] block = inputs.get(1).rawInts();
    int[] paddings = inputs.get(2).rawInts();
    Shape shape = moved(x.shape(), block, paddings);
    int rank = shape.rank();
    int m = block.length;
    int[] pairs = new int[2 * rank];
    System.arraycopy(paddings, 0, pairs, 2, paddings.length);
    Tensor padded = Elements.pad(x, pairs, Elements.cast(Tensor.scalar(0), x.type()));
    // [N, D1/b1, b1, D2/b2, b2, ..., rest], of which the blocks go to the front.
    int[] dims = new int[rank + m];
    int[] perm = new int[rank + m];
    dims[0] = x.shape().dim(0);
    perm[m] = 0;
    for (int i = 0; i < m; i++) {
      dims[2 * i + 1] = shape.dim(i + 1);
      dims[2 * i + 2] = block[i];
      perm[i] = 2 * i + 2;
      perm[m + 1 + i] = 2 * i + 1;
    }
    for (int i = m + 1; i < rank; i++) {
      dims[m + i] = shape.dim(i);
      perm[m + i] = m + i;
    }
    return List.of(Elements.transpose(padded.reshape(Shape.of(dims)), perm).reshape(shape));
  }
}
