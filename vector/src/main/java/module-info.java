/// Kernels on the Vector API, found as a service: with this module on the path models run on them,
/// without it on the portable ones.
module io.github.tfjs4j.vector {
  requires io.github.tfjs4j;
  requires jdk.incubator.vector;

  provides io.github.tfjs4j.exec.KernelProvider with
      io.github.tfjs4j.vector.VectorKernels;
}
