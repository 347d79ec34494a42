package io.github.tfjs4j.exec;

import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// A fast way to compute one node whose types are all known: made once, when a model is compiled
/// for its shapes, and run by many threads. It agrees with the op's reference evaluation up to the
/// rounding of float32 sums.
public interface Kernel {
  /// Writes all elements of the results. What was in them is undefined, and no array of an input is
  /// written to.
  void run(Buffers buffers);

  /// Chooses kernels.
  interface Maker {
    /// What profiles call the kernel.
    String name();

    /// @param node all types of its inputs and results are fully defined, and float32, int32 or
    ///   bool
    /// @param constants the values of its inputs that are constant
    /// @return empty where this kernel does not do for the node
    Optional<Kernel> make(Node node, Constants constants);

    /// Whether the node may run in one kernel together with the only node that reads it, which is
    /// of the same shape and joins too: then its result never is in memory.
    default boolean joins(Node node) {
      return false;
    }

    /// For a kernel that is slow until the JIT has compiled it, as those on the Vector API are:
    /// something that runs what it consists of, on data of its own, until that is so, and says
    /// whether it came to that. Until then another kernel that takes the node runs.
    default Optional<BooleanSupplier> warmUp() {
      return Optional.empty();
    }

    /// Whether its results are, to the bit, those of the other such kernels that take the node, so
    /// that none can tell which of them ran.
    default boolean isExact() {
      return true;
    }

    /// @param nodes that all join, each but the last read by later ones alone, in order
    /// @param inputs what they read of others, in the order of the kernel's buffers
    default Optional<Kernel> make(List<Node> nodes, List<Value> inputs) {
      return Optional.empty();
    }
  }
}
