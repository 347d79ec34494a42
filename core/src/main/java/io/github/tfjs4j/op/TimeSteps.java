package io.github.tfjs4j.op;

import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;

/// Cuts `[B, T, ...]` tensors into time steps and stacks them again.
public final class TimeSteps {
  private TimeSteps() {}

  /// `[B, ...]`: time step `t` of every sequence of the batch.
  public static Tensor at(Tensor x, int t) {
    int batch = x.shape().dim(0);
    int steps = x.shape().dim(1);
    Shape rest = x.shape().sub(2, x.shape().rank());
    Shape shape = Shape.of(batch).concat(rest);
    Elements from = Elements.of(x);
    Elements out = Elements.make(x.type(), shape);
    int size = rest.size();
    for (int b = 0; b < batch; b++) {
      out.copy(b * size, from, (b * steps + t) * size, size);
    }
    return out.tensor(shape);
  }

  /// `[B, T, ...]` of `T` steps `[B, ...]`.
  ///
  /// @param batch and
  /// @param step say the shape where there are no steps
  public static Tensor stack(List<Tensor> steps, int batch, TensorType step) {
    Shape rest = step.shape().sub(1, step.shape().rank());
    if (steps.isEmpty()) {
      return Tensor.zeros(step.type(), Shape.of(batch, 0).concat(rest));
    }
    rest = steps.getFirst().shape().sub(1, steps.getFirst().shape().rank());
    Shape shape = Shape.of(batch, steps.size()).concat(rest);
    Elements out = Elements.make(step.type(), shape);
    int size = rest.size();
    for (int t = 0; t < steps.size(); t++) {
      Elements from = Elements.of(steps.get(t));
      for (int b = 0; b < batch; b++) {
        out.copy((b * steps.size() + t) * size, from, b * size, size);
      }
    }
    return out.tensor(shape);
  }
}
