package io.github.tfjs4j.exec.kernel;

import io.github.tfjs4j.exec.Constants;
import io.github.tfjs4j.exec.Kernel;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.op.Conv2D;
import io.github.tfjs4j.op.FusedConv2D;
import io.github.tfjs4j.op.Window2D;
import java.util.Optional;

/// Makes kernels for Conv2D and _FusedConv2D alike.
record ConvolutionMaker(String name, Of of) implements Kernel.Maker {
  /// Makes a kernel of a convolution and what follows it.
  interface Of {
    Optional<Kernel> make(Node node, Window2D window, Epilogue epilogue, Constants constants);
  }

  @Override
  public Optional<Kernel> make(Node node, Constants constants) {
    return switch (node.op()) {
      case Conv2D(Window2D window) -> of.make(node, window, Epilogue.NONE, constants);
      case FusedConv2D(var window, var fused) ->
          Epilogue.of(node, fused, node.types().getFirst().shape().dim(3))
              .flatMap(e -> of.make(node, window, e, constants));
      default -> Optional.empty();
    };
  }
}
