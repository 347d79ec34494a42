package io.github.tfjs4j.exec;

import io.github.tfjs4j.op.RandomNumbers;
import io.github.tfjs4j.tensor.Tensor;
import java.util.List;

/// Draws random numbers, those without a seed from the run.
final class RunRandom {
  private RunRandom() {}

  static List<Tensor> run(RandomNumbers op, List<Tensor> inputs, Run run) {
    run.requireRoom(op, inputs);
    return op.draw(inputs, run.random()::nextDouble);
  }
}
