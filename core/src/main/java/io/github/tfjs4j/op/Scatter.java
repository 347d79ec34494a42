package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;

/// Slices that int32 indices `[..., n]` name: the inverse of [GatherNd].
final class Scatter {
  private Scatter() {}

  interface At {
    /// @param to where the slice begins in the target
    /// @param from where it begins among the updates
    /// @param n how many elements it has
    void put(int to, int from, int n);
  }

  static void checkShapes(Shape target, Shape indices, Shape updates) {
    Shape wanted = GatherNd.gathered(target, indices);
    if (!wanted.isCompatible(updates)) {
      throw new ShapeException(
          "indices "
              + indices
              + " into "
              + target
              + " take updates "
              + wanted
              + ", but these are "
              + updates);
    }
  }

  static void each(Shape target, Tensor indices, At at) {
    int[] index = Elements.cast(indices, DataType.INT32).rawInts();
    int depth = indices.shape().dim(-1);
    int[] dense = Walk.dense(target.dims());
    int n = target.sub(depth, target.rank()).size();
    int rows = indices.shape().sub(0, indices.shape().rank() - 1).size();
    for (int row = 0; row < rows; row++) {
      int to = 0;
      for (int i = 0; i < depth; i++) {
        int k = index[row * depth + i];
        if (k < 0 || k >= target.dim(i)) {
          throw new ShapeException("index " + k + " is not within axis " + i + " of " + target);
        }
        to += k * dense[i];
      }
      at.put(to, row * n, n);
    }
  }
}
