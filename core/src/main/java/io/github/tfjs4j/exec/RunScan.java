package io.github.tfjs4j.exec;

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
    int steps = inputs.getFirst().shape().dim(1);
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
      for (int j = 0; j < scan.outputs(); j++) {
        sequences.get(j).add(results.get(j));
      }
      for (int k = 0; k < scan.states(); k++) {
        arguments.set(scan.sequences() + k, results.get(scan.outputs() + k));
      }
    }
    List<Tensor> out = new ArrayList<>();
    List<TensorType> types = scan.step().outputs().values().stream().map(Value::type).toList();
    for (int j = 0; j < scan.outputs(); j++) {
      out.add(TimeSteps.stack(sequences.get(j), inputs.getFirst().shape().dim(0), types.get(j)));
    }
    out.addAll(arguments.subList(scan.sequences(), scan.sequences() + scan.states()));
    return out;
  }
}
