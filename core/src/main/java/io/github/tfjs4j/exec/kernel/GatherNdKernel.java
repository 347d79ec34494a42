package io.github.tfjs4j.exec.kernel;

import io.github.tfjs4j.exec.Buffers;
import io.github.tfjs4j.exec.Constants;
import io.github.tfjs4j.exec.Kernel;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.op.GatherNd;
import io.github.tfjs4j.op.GatherV2;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import java.util.Optional;

/// GatherNd of float32 by int32 indices: what lies behind the indexed axes is copied in runs.
final class GatherNdKernel implements Kernel {
  static final Maker MAKER =
      new Maker() {
        @Override
        public String name() {
          return "gather by rows";
        }

        @Override
        public Optional<Kernel> make(Node node, Constants constants) {
          return node.op() instanceof GatherNd
                  && node.input(0).dataType() == DataType.FLOAT
                  && node.input(1).dataType() == DataType.INT32
              ? Optional.of(new GatherNdKernel(node.input(0).shape(), node.input(1).shape()))
              : Optional.empty();
        }
      };

  private final Shape x;
  private final int[] strides;
  private final int count;
  private final int depth;
  private final int run;

  private GatherNdKernel(Shape x, Shape indices) {
    this.x = x;
    this.strides = Move.dense(x.dims());
    this.depth = indices.dim(-1);
    this.count = indices.sub(0, indices.rank() - 1).size();
    this.run = x.sub(depth, x.rank()).size();
  }

  @Override
  public void run(Buffers b) {
    int[] indices = b.input(1).rawInts();
    for (int row = 0; row < count; row++) {
      int at = 0;
      for (int axis = 0; axis < depth; axis++) {
        int index = indices[row * depth + axis];
        GatherV2.requireWithin(index, axis, x);
        at += index * strides[axis];
      }
      System.arraycopy(b.floats(0), at, b.out(), row * run, run);
    }
  }
}
