package io.github.tfjs4j.exec;

import io.github.tfjs4j.exec.kernel.Epilogue;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.op.Fused;
import java.util.Optional;

/// The activation of a fused product, for kernels of all modules: the same function, to the same
/// bits.
public interface FusedActivation {
  /// Applies it to finished sums, bias included.
  ///
  /// @param sums cells side by side, from element 0 on
  /// @param n channels of each
  void apply(Buffers b, float[] sums, int cells, int n, Scratch scratch);

  /// @param channels of the result
  /// @return empty for what is no function of a row of channels
  static Optional<FusedActivation> of(Node node, Fused fused, int channels) {
    return Epilogue.of(node, fused, channels).map(e -> e::finish);
  }
}
