package io.github.tfjs4j.op;

import io.github.tfjs4j.tensor.Tensor;

/// Time steps `[B, ...]` of `[B, T, ...]` tensors.
public final class TimeSteps {
  private TimeSteps() {}

  /// Reads time step `t` of every sequence of the batch.
  ///
  /// @param step of the shape of a time step, which nobody else reads meanwhile: it is written to
  public static void read(Tensor sequence, int t, Tensor step) {
    copy(sequence, t, step, true);
  }

  /// Writes time step `t` of every sequence of the batch.
  ///
  /// @param sequence as long as it becomes, which nobody else has yet: it is written to
  public static void write(Tensor step, int t, Tensor sequence) {
    copy(sequence, t, step, false);
  }

  /// Writes a tensor into another of its shape, which nobody else reads meanwhile.
  public static void copy(Tensor from, Tensor to) {
    Elements.of(to).copy(0, Elements.of(from), 0, from.size());
  }

  private static void copy(Tensor sequence, int t, Tensor step, boolean read) {
    Elements whole = Elements.of(sequence);
    Elements one = Elements.of(step);
    int batch = sequence.shape().dim(0);
    int steps = sequence.shape().dim(1);
    int size = sequence.shape().sub(2, sequence.shape().rank()).size();
    for (int b = 0; b < batch; b++) {
      int at = (b * steps + t) * size;
      if (read) {
        one.copy(b * size, whole, at, size);
      } else {
        whole.copy(at, one, b * size, size);
      }
    }
  }
}
