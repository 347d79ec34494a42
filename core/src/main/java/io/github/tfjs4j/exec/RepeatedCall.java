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
    return run.within(
        function,
        arguments,
        () -> {
          List<TensorType> found = Run.types(arguments);
          if (program == null || !found.equals(types)) {
            close();
            Program next = run.compiler().repeated(function, found);
            buffers = next.workspaces().take(run);
            types = found;
            program = next;
          }
          return program.run(arguments, buffers, run);
        });
  }

  @Override
  public void close() {
    if (program != null) {
      program.workspaces().giveBack(buffers);
      program = null;
    }
  }
}
