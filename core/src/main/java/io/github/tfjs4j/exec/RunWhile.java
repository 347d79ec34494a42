package io.github.tfjs4j.exec;

import io.github.tfjs4j.op.While;
import io.github.tfjs4j.tensor.Tensor;
import java.util.List;

/// Runs the body of a loop as long as its condition holds.
final class RunWhile {
  private RunWhile() {}

  static List<Tensor> run(While loop, List<Tensor> inputs, Run run) {
    List<Tensor> variables = inputs;
    while (holds(loop, variables, run)) {
      run.iteration();
      variables = run.call(loop.body(), variables);
    }
    return variables;
  }

  /// The body reads what the condition has read.
  private static boolean holds(While loop, List<Tensor> variables, Run run) {
    return RunIf.holds(run.held(variables, () -> run.call(loop.cond(), variables)).getFirst());
  }
}
