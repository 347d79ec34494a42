package io.github.tfjs4j.exec;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Scan;
import io.github.tfjs4j.op.TimeSteps;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/// Runs the step of a recurrence once for every time step, each time on the states that the step
/// before left.
final class RunScan {
  private RunScan() {}

  static List<Tensor> run(Scan scan, List<Tensor> inputs, Run run) {
    run.requireRoom(scan, inputs);
    return run.held(inputs, () -> steps(scan, inputs, run));
  }

  private static List<Tensor> steps(Scan scan, List<Tensor> inputs, Run run) {
    int batch = inputs.getFirst().shape().dim(0);
    int steps = inputs.getFirst().shape().dim(1);
    List<TensorType> types = scan.step().outputs().values().stream().map(Value::type).toList();
    List<Tensor> arguments = new ArrayList<>(inputs);
    List<List<Tensor>> sequences = new ArrayList<>();
    for (int j = 0; j < scan.outputs(); j++) {
      sequences.add(new ArrayList<>());
    }
    for (int t = 0; t < steps; t++) {
      run.iteration();
      int at = scan.reverse() ? steps - 1 - t : t;
      for (int i = 0; i < scan.sequences(); i++) {
        arguments.set(i, TimeSteps.at(inputs.get(i), at));
      }
      List<Tensor> results = run.call(scan.step(), arguments);
      for (int i = 0; i < types.size(); i++) {
        requireFit(types.get(i), batch, results.get(i));
      }
      for (int j = 0; j < scan.outputs(); j++) {
        sequences.get(j).add(results.get(j));
      }
      for (int k = 0; k < scan.states(); k++) {
        arguments.set(scan.sequences() + k, results.get(scan.outputs() + k));
      }
    }
    List<Tensor> out = new ArrayList<>();
    for (int j = 0; j < scan.outputs(); j++) {
      out.add(TimeSteps.stack(sequences.get(j), batch, types.get(j)));
    }
    for (int k = 0; k < scan.states(); k++) {
      Tensor state = arguments.get(scan.sequences() + k);
      requireFit(types.get(scan.outputs() + k), batch, state);
      out.add(state);
    }
    return out;
  }

  /// Holds what a step made, or a state that none has touched, to the type that steps make and to
  /// the batch of the sequences.
  private static void requireFit(TensorType made, int batch, Tensor t) {
    boolean fits =
        (!made.isKnown() || made.type() == t.type())
            && (!made.shape().hasRank() || made.shape().with(0, batch).isCompatible(t.shape()));
    if (!fits) {
      throw new ShapeException(
          "a step over sequences of "
              + batch
              + " makes "
              + made
              + ", found "
              + new TensorType(t.type(), t.shape()));
    }
  }
}
