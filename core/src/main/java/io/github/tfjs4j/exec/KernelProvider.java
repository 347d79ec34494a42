package io.github.tfjs4j.exec;

import java.util.List;
import java.util.Optional;

/// A set of kernels in another module, found as a service. Its kernels come before the portable
/// ones.
public interface KernelProvider {
  /// The kernels, the preferred ones first.
  List<Kernel.Maker> kernels();

  /// Functions of elements, for kernels of all kinds.
  default Optional<RowFunctions> functions() {
    return Optional.empty();
  }
}
