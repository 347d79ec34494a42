package io.github.tfjs4j.exec;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Scan;
import io.github.tfjs4j.op.TimeSteps;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/// Runs the step of a recurrence once for every time step, each time on the states that the step
/// before left. What a step reads of its sequences, and its states, lie in tensors that are written
/// to again and again; what it gives goes right into the sequences of results.
final class RunScan {
  private final Scan scan;
  private final List<Tensor> inputs;
  private final int batch;
  private final int steps;
  private final List<TensorType> types;
  private final List<Tensor> arguments;

  /// The states of the next step: never where those of this one are.
  private final Tensor[] next;

  private final Tensor[] sequences;

  /// The results of the last step, which fit.
  private List<Tensor> fitting = List.of();

  private RunScan(Scan scan, List<Tensor> inputs) {
    this.scan = scan;
    this.inputs = inputs;
    this.batch = inputs.getFirst().shape().dim(0);
    this.steps = inputs.getFirst().shape().dim(1);
    this.types = scan.step().outputs().values().stream().map(Value::type).toList();
    this.arguments = new ArrayList<>(inputs);
    this.next = new Tensor[scan.states()];
    this.sequences = new Tensor[scan.outputs()];
  }

  static List<Tensor> run(Scan scan, List<Tensor> inputs, Run run) {
    run.requireRoom(scan, inputs);
    return run.held(inputs, () -> new RunScan(scan, inputs).run(run));
  }

  private List<Tensor> run(Run run) {
    for (int i = 0; i < scan.sequences(); i++) {
      Shape shape = inputs.get(i).shape();
      Shape one = Shape.of(shape.dim(0)).concat(shape.sub(2, shape.rank()));
      arguments.set(i, Tensor.zeros(inputs.get(i).type(), one));
    }
    try (RepeatedCall step = new RepeatedCall(scan.step(), run)) {
      for (int t = 0; t < steps; t++) {
        run.iteration();
        int at = scan.reverse() ? steps - 1 - t : t;
        for (int i = 0; i < scan.sequences(); i++) {
          TimeSteps.read(inputs.get(i), at, arguments.get(i));
        }
        take(step.call(arguments), t);
      }
    }
    return results();
  }

  private void take(List<Tensor> results, int t) {
    if (!areThoseBefore(results)) {
      requireFit(results, t);
      fitting = results;
    }
    for (int j = 0; j < scan.outputs(); j++) {
      TimeSteps.write(results.get(j), t, sequences[j]);
    }
    for (int k = 0; k < scan.states(); k++) {
      Tensor made = results.get(scan.outputs() + k);
      if (next[k] == null || !next[k].shape().equals(made.shape())) {
        next[k] = Tensor.zeros(made.type(), made.shape());
      }
      TimeSteps.copy(made, next[k]);
    }
    for (int k = 0; k < scan.states(); k++) {
      Tensor before = arguments.set(scan.sequences() + k, next[k]);
      next[k] = t == 0 ? null : before;
    }
  }

  /// Results lie in the same buffers from step to step, as a rule.
  private boolean areThoseBefore(List<Tensor> results) {
    for (int i = 0; i < results.size(); i++) {
      if (i >= fitting.size() || results.get(i) != fitting.get(i)) {
        return false;
      }
    }
    return true;
  }

  private void requireFit(List<Tensor> results, int t) {
    for (int i = 0; i < types.size(); i++) {
      requireFit(types.get(i), batch, results.get(i));
    }
    for (int j = 0; j < scan.outputs(); j++) {
      Tensor one = results.get(j);
      if (t == 0) {
        sequences[j] = Tensor.zeros(one.type(), sequence(one.shape()));
      } else if (!sequences[j].shape().equals(sequence(one.shape()))) {
        throw new ShapeException(
            "step " + t + " makes " + one.shape() + ", those before " + sequences[j].shape());
      }
    }
  }

  private Shape sequence(Shape step) {
    return Shape.of(batch, steps).concat(step.sub(1, step.rank()));
  }

  private List<Tensor> results() {
    List<Tensor> out = new ArrayList<>();
    for (int j = 0; j < scan.outputs(); j++) {
      TensorType type = types.get(j);
      out.add(steps > 0 ? sequences[j] : Tensor.zeros(type.type(), sequence(type.shape())));
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
