package io.github.tfjs4j.vector;

/// How some columns of a product are computed: those of one panel by a [Tile], of several by
/// [FewRows].
interface Columns {
  /// Computes rows `from` to `to`.
  ///
  /// @param bias of all columns of the product
  /// @param y gets row `r` at `r * n`, these columns of it
  void run(float[] x, float[] bias, float[] y, int from, int to);
}
