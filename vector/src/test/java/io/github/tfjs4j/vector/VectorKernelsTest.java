package io.github.tfjs4j.vector;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.exec.KernelContractTest;
import org.junit.jupiter.api.Test;

/// That every kernel agrees with the reference: core's own test, which finds the kernels of this
/// module as it finds the portable ones.
class VectorKernelsTest extends KernelContractTest {
  @Test
  void areFound() {
    assertTrue(
        kernels().containsAll(new VectorKernels().kernels()), () -> "kernels are " + kernels());
  }
}
