package io.github.tfjs4j.exec;

/// A function of float32 elements, applied to a row of them.
public interface RowFunction {
  /// @param y where the results go: another array, or `x` itself
  /// @param n how many elements
  void apply(float[] x, float[] y, int n);
}
