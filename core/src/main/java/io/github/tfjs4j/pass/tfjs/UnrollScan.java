package io.github.tfjs4j.pass.tfjs;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Scan;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.pass.Pipeline;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.pass.StepGraph;
import io.github.tfjs4j.pass.Unrolling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A recurrence of a known number of time steps becomes that many copies of its step, each of them
/// on the states of the one before:
///
///     Scan(x [?, 3, 8], h)  ->  h1 = step(x[:, 0], h);  h2 = step(x[:, 1], h1);  ...
///
/// Sequences of outputs are packed along the time axis.
public final class UnrollScan implements Rule {
  private final Pipeline step;

  /// @param step the passes for the step alone, before it is copied
  public UnrollScan(Pipeline step) {
    this.step = step;
  }

  @Override
  public Optional<Value> apply(Site site) {
    return applyToAll(site).map(List::getFirst);
  }

  @Override
  public Optional<List<Value>> applyToAll(Site site) {
    if (!(site.op() instanceof Scan scan)) {
      return Optional.empty();
    }
    int steps = TimeSlices.count(site.node().inputs().subList(0, scan.sequences()));
    return steps < 0 ? Optional.empty() : Optional.of(unrolled(site, scan, steps));
  }

  private List<Value> unrolled(Site site, Scan scan, int steps) {
    Tf tf = site.tf();
    List<Value> arguments = site.node().inputs().stream().map(site::moved).toList();
    StepGraph graph = StepGraph.of(site, scan, arguments, step);
    Unrolling.requireRoom(
        site, graph, steps, "--unroll=never writes a loop, --max_nodes=N allows more");
    tf.to().from(site.graph().origins(site.node()), graph.name());
    List<List<Value>> slices = new ArrayList<>();
    for (Value x : arguments.subList(0, scan.sequences())) {
      List<Value> forward = TimeSlices.of(tf, x, steps);
      slices.add(scan.reverse() ? forward.reversed() : forward);
    }
    Unrolling unrolling = Unrolling.of(site, graph, arguments, slices, steps);
    List<Value> results = new ArrayList<>();
    List<Value> types = List.copyOf(graph.body().outputs().values());
    for (int j = 0; j < scan.outputs(); j++) {
      List<Value> outputs = unrolling.outputs().get(j);
      results.add(TimeSlices.stack(tf, outputs, arguments.getFirst(), types.get(j)));
    }
    unrolling.states().forEach(states -> results.add(states.getLast()));
    return results;
  }
}
