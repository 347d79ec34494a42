package io.github.tfjs4j.vector;

import io.github.tfjs4j.exec.Kernel;
import io.github.tfjs4j.exec.KernelProvider;
import io.github.tfjs4j.exec.RowFunctions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// All kernels of this module. A new one is a file and a line here. There are none where the JVM
/// runs without the Vector API.
public final class VectorKernels implements KernelProvider {
  private static final String API = "jdk.incubator.vector";

  private static final AtomicBoolean SAID = new AtomicBoolean();

  @Override
  public List<Kernel.Maker> kernels() {
    return isThere()
        ? List.of(
            WinogradKernel.MAKER,
            ProductKernel.MAKER,
            DepthwiseKernel.MAKER,
            TransposedKernel.MAKER,
            PoolKernel.MAKER)
        : List.of();
  }

  @Override
  public Optional<RowFunctions> functions() {
    return isThere() ? Optional.of(Exponentials.FUNCTIONS) : Optional.empty();
  }

  private static boolean isThere() {
    boolean there = ModuleLayer.boot().findModule(API).isPresent();
    if (!there && !SAID.getAndSet(true)) {
      System.getLogger(VectorKernels.class.getName())
          .log(
              System.Logger.Level.DEBUG,
              "models run on portable kernels: those on the Vector API need --add-modules " + API);
    }
    return there;
  }
}
