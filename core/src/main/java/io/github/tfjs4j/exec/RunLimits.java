package io.github.tfjs4j.exec;

/// What one run of a model may take: loops that do not end and results that fill the heap end in a
/// [io.github.tfjs4j.LimitException]. A run can also be stopped by interrupting its thread.
///
/// @param iterations rounds of all loops together, and time steps of recurrences
/// @param bytes of the tensors that are alive at the same time, of the buffers of a plan and of the
///   scratch memory of kernels; the model's own weights aside, and what an op without a kernel
///   needs for itself while it runs
/// @param depth of functions that call functions
public record RunLimits(long iterations, long bytes, int depth) {
  /// A million rounds, half of the heap, and functions within functions a hundred deep: more than
  /// models take that do end.
  public static final RunLimits DEFAULT =
      new RunLimits(1_000_000, Runtime.getRuntime().maxMemory() / 2, 100);

  public RunLimits {
    if (iterations < 0 || bytes < 0 || depth < 0) {
      throw new IllegalArgumentException(
          "limits are not negative: " + iterations + ", " + bytes + ", " + depth);
    }
  }

  public RunLimits withIterations(long most) {
    return new RunLimits(most, bytes, depth);
  }

  public RunLimits withBytes(long most) {
    return new RunLimits(iterations, most, depth);
  }

  public RunLimits withDepth(int most) {
    return new RunLimits(iterations, bytes, most);
  }
}
