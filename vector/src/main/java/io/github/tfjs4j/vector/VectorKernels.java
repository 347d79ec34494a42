package io.github.tfjs4j.vector;

import io.github.tfjs4j.exec.Kernel;
import io.github.tfjs4j.exec.KernelProvider;
import io.github.tfjs4j.exec.RowFunctions;
import java.util.List;
import java.util.Optional;

/// All kernels of this module. A new one is a file and a line here.
public final class VectorKernels implements KernelProvider {
  @Override
  public List<Kernel.Maker> kernels() {
    return List.of(WinogradKernel.MAKER, ProductKernel.MAKER, DepthwiseKernel.MAKER);
  }

  @Override
  public Optional<RowFunctions> functions() {
    return Optional.of(Exponentials.FUNCTIONS);
  }
}
