package io.github.tfjs4j.exec.kernel;

import io.github.tfjs4j.exec.Buffers;
import io.github.tfjs4j.exec.Constants;
import io.github.tfjs4j.exec.Kernel;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.op.Pad;
import io.github.tfjs4j.op.PadV2;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import java.util.Arrays;
import java.util.Optional;

/// Pad and PadV2 of float32: the result is filled, and the input copied into it.
final class PadKernel implements Kernel {
  static final Maker MAKER =
      new Maker() {
        @Override
        public String name() {
          return "pad";
        }

        @Override
        public Optional<Kernel> make(Node node, Constants constants) {
          boolean pads = node.op() instanceof Pad || node.op() instanceof PadV2;
          boolean floats = node.inputs().getFirst().dataType() == DataType.FLOAT;
          return pads && floats
              ? constants.of(node.input(1)).map(p -> new PadKernel(node, p.rawInts()))
              : Optional.empty();
        }
      };

  private final int size;

  /// Whether an input says what stands around `x`.
  private final boolean given;

  private final Move move;

  private PadKernel(Node node, int[] pairs) {
    Shape x = node.input(0).shape();
    Shape out = node.types().getFirst().shape();
    int[] to = Move.dense(out.dims());
    int first = 0;
    for (int i = 0; i < to.length; i++) {
      first += pairs[2 * i] * to[i];
    }
    this.size = out.size();
    this.given = node.op() instanceof PadV2;
    this.move = new Move(x.dims(), Move.dense(x.dims()), 0, to, first);
  }

  @Override
  public void run(Buffers b) {
    Arrays.fill(b.out(), 0, size, given ? (float) b.input(2).get(0) : 0);
    move.run(b, b.floats(0), b.out());
  }
}
