package io.github.tfjs4j.exec;

import io.github.tfjs4j.op.If;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Tensor;
import java.util.List;

/// Runs one of two branches.
final class RunIf {
  private RunIf() {}

  static List<Tensor> run(If condition, List<Tensor> inputs, Run run) {
    return run.call(
        holds(inputs.getFirst()) ? condition.thenBranch() : condition.elseBranch(),
        inputs.subList(1, inputs.size()));
  }

  /// What JavaScript takes for true of the first element.
  static boolean holds(Tensor condition) {
    if (condition.size() == 0) {
      return false;
    }
    if (condition.type() == DataType.STRING) {
      return condition.rawStrings()[0].length > 0;
    }
    double first = condition.get(0);
    return first != 0 && !Double.isNaN(first);
  }
}
