package io.github.tfjs4j.exec;

import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.List;

/// Calls a function again and again, with the same buffers each time: its results last until the
/// next call.
final class RepeatedCall implements AutoCloseable {
  private final Graph function;
  private final Run run;
  private List<TensorType> types = List.of();
  private Program program;
  private Buffers buffers;

  RepeatedCall(Graph function, Run run) {
    this.function = function;
    this.run = run;
  }

  /// @param arguments as of [Run#call]
  List<Tensor> call(List<Tensor> arguments) {
    if (program != null && areOfKnownTypes(arguments)) {
      return run.deeper(() -> program.run(arguments, buffers, run));
    }
    return run.within(
        function,
        arguments,
        () -> {
          close();
          List<TensorType> found = Run.types(arguments);
          Program next = run.compiler().repeated(function, found);
          buffers = next.workspaces().take(run);
          types = found;
          program = next;
          return next.run(arguments, buffers, run);
        });
  }

  /// Without making anything, because steps may be as short as that.
  private boolean areOfKnownTypes(List<Tensor> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      Tensor t = arguments.get(i);
      if (t.type() != types.get(i).type() || !t.shape().equals(types.get(i).shape())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    if (program != null) {
      program.workspaces().giveBack(buffers);
      program = null;
    }
  }
}
