package io.github.tfjs4j.exec.kernel;

import io.github.tfjs4j.exec.Buffers;
import io.github.tfjs4j.exec.Constants;
import io.github.tfjs4j.exec.Kernel;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Concat;
import io.github.tfjs4j.op.ConcatV2;
import io.github.tfjs4j.op.Pack;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// ConcatV2, Concat and Pack of float32: each input is copied to its place.
final class JoinKernel implements Kernel {
  static final Maker MAKER =
      new Maker() {
        @Override
        public String name() {
          return "join";
        }

        @Override
        public Optional<Kernel> make(Node node, Constants constants) {
          int n = node.inputs().size();
          return switch (node.op()) {
            case ConcatV2 _ ->
                axis(node.input(n - 1), constants).flatMap(a -> of(node, 0, n - 1, a));
            case Concat _ -> axis(node.input(0), constants).flatMap(a -> of(node, 1, n, a));
            case Pack(int axis) -> of(node, 0, n, axis);
            default -> Optional.empty();
          };
        }
      };

  private final int first;
  private final List<Move> moves;

  private JoinKernel(int first, List<Move> moves) {
    this.first = first;
    this.moves = moves;
  }

  private static Optional<Integer> axis(Value v, Constants constants) {
    return constants.of(v).map(t -> t.rawInts()[0]);
  }

  /// @param first of the inputs that are joined, which end before `end`
  private static Optional<Kernel> of(Node node, int first, int end, int axis) {
    List<Value> parts = node.inputs().subList(first, end);
    if (!parts.stream().allMatch(v -> v.dataType() == DataType.FLOAT)) {
      return Optional.empty();
    }
    Shape out = node.types().getFirst().shape();
    int outer = out.sub(0, out.axis(axis)).size();
    int row = out.size() / Math.max(1, outer);
    List<Move> moves = new ArrayList<>();
    int at = 0;
    for (Value part : parts) {
      int run = part.shape().size() / Math.max(1, outer);
      int[] dims = {outer, run};
      moves.add(new Move(dims, new int[] {run, 1}, 0, new int[] {row, 1}, at));
      at += run;
    }
    return Optional.of(new JoinKernel(first, moves));
  }

  @Override
  public void run(Buffers b) {
    for (int i = 0; i < moves.size(); i++) {
      moves.get(i).run(b, b.floats(first + i), b.out());
    }
  }
}
