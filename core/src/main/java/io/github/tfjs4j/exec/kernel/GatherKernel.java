package io.github.tfjs4j.exec.kernel;

import io.github.tfjs4j.exec.Buffers;
import io.github.tfjs4j.exec.Constants;
import io.github.tfjs4j.exec.Kernel;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.op.GatherV2;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import java.util.Optional;

/// GatherV2 of float32 by int32 indices: what lies behind the axis is copied in runs.
final class GatherKernel implements Kernel {
  static final Maker MAKER =
      new Maker() {
        @Override
        public String name() {
          return "gather";
        }

        @Override
        public Optional<Kernel> make(Node node, Constants constants) {
          return node.op() instanceof GatherV2 op
                  && node.input(0).dataType() == DataType.FLOAT
                  && node.input(1).dataType() == DataType.INT32
              ? constants.of(node.input(2)).map(a -> new GatherKernel(op, node, a.rawInts()[0]))
              : Optional.empty();
        }
      };

  private final Shape x;
  private final int axis;

  /// Pieces of `x` before the axis that share the indices, and groups of those.
  private final int outer;

  private final int groups;

  /// Indices of each group.
  private final int count;

  private final int run;

  private GatherKernel(GatherV2 op, Node node, int axis) {
    this.x = node.input(0).shape();
    this.axis = x.axis(axis);
    Shape indices = node.input(1).shape();
    int batch = op.batch(indices);
    this.groups = x.sub(0, batch).size();
    this.outer = x.sub(batch, this.axis).size();
    this.count = indices.sub(batch, indices.rank()).size();
    this.run = x.sub(this.axis + 1, x.rank()).size();
  }

  @Override
  public void run(Buffers b) {
    int[] indices = b.input(1).rawInts();
    int length = x.dim(axis);
    for (int i = 0; i < groups * count; i++) {
      GatherV2.requireWithin(indices[i], axis, x);
    }
    b.parallel(
        groups * outer,
        (long) groups * outer * count * run,
        (block, _) -> {
          for (int i = 0; i < count; i++) {
            int at = (block * length + indices[block / outer * count + i]) * run;
            System.arraycopy(b.floats(0), at, b.out(), (block * count + i) * run, run);
          }
        });
  }
}
