package io.github.tfjs4j.exec.kernel;

import io.github.tfjs4j.exec.Buffers;
import io.github.tfjs4j.exec.Constants;
import io.github.tfjs4j.exec.Kernel;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.op.ViewOp;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Transpose, Slice, StridedSlice, Split, Unpack, Tile, ... of float32: results that are the input
/// seen in another way, as constants say.
final class ViewKernel implements Kernel {
  static final Maker MAKER =
      new Maker() {
        @Override
        public String name() {
          return "view";
        }

        @Override
        public Optional<Kernel> make(Node node, Constants constants) {
          if (!(node.op() instanceof ViewOp op)
              || node.input(op.seen()).dataType() != DataType.FLOAT) {
            return Optional.empty();
          }
          List<int[]> how = new ArrayList<>();
          for (int i = 0; i < node.inputs().size(); i++) {
            if (i != op.seen()) {
              Optional<Tensor> constant = constants.of(node.input(i));
              if (constant.isEmpty()) {
                return Optional.empty();
              }
              how.add(constant.get().rawInts());
            }
          }
          List<Move> moves =
              op.views(node.input(op.seen()).shape(), how).stream().map(Move::of).toList();
          return Optional.of(new ViewKernel(op.seen(), moves));
        }
      };

  private final int seen;
  private final List<Move> moves;

  private ViewKernel(int seen, List<Move> moves) {
    this.seen = seen;
    this.moves = moves;
  }

  @Override
  public void run(Buffers b) {
    for (int i = 0; i < moves.size(); i++) {
      moves.get(i).run(b, b.floats(seen), b.output(i).rawFloats());
    }
  }
}
