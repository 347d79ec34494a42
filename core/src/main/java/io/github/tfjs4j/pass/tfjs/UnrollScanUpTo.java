package io.github.tfjs4j.pass.tfjs;

import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Fill;
import io.github.tfjs4j.op.Scan;
import io.github.tfjs4j.op.Slice;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.pass.Pipeline;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.pass.StepGraph;
import io.github.tfjs4j.pass.Unrolling;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A recurrence of an unknown number of time steps `T` becomes `most` copies of its step, and so a
/// graph without a loop that is right for every `T` up to `most`:
///
///     Scan(x [?, ?, 8], h)
///       ->  xs = ConcatV2(x, Fill([B, most - T, 8], 0)) along time
///           h1 = step(xs[:, 0], h);  h2 = step(xs[:, 1], h1);  ...
///           sequence of outputs: the first T of them;  state: GatherV2(Pack(h, h1, h2, ...), T)
///
/// What the steps behind the end compute is read by nobody, so they need no mask. A backward
/// recurrence turns its sequences round before it fills them up. Where `T` is greater than `most`
/// TF.js refuses to fill a negative length (and would accept a `Pad` by one).
public final class UnrollScanUpTo implements Rule {
  private final Pipeline step;
  private final int most;

  /// @param step the passes for the step alone, before it is copied
  /// @param most the longest sequence, in time steps
  public UnrollScanUpTo(Pipeline step, int most) {
    this.step = step;
    this.most = most;
  }

  @Override
  public Optional<Value> apply(Site site) {
    return applyToAll(site).map(List::getFirst);
  }

  @Override
  public Optional<List<Value>> applyToAll(Site site) {
    return site.op() instanceof Scan scan && scan.sequences() > 0
        ? Optional.of(unrolled(site, scan))
        : Optional.empty();
  }

  private List<Value> unrolled(Site site, Scan scan) {
    Tf tf = site.tf();
    List<Value> arguments = site.node().inputs().stream().map(site::moved).toList();
    StepGraph graph = StepGraph.of(site, scan, arguments, step);
    Unrolling.requireRoom(
        site,
        graph,
        most,
        "without --max_time_steps the graph has a loop, --max_nodes=N allows more");
    tf.to().from(site.graph().origins(site.node()), graph.name());
    Value time = tf.dim(arguments.getFirst(), 1);
    List<List<Value>> slices = new ArrayList<>();
    for (Value x : arguments.subList(0, scan.sequences())) {
      slices.add(TimeSlices.of(tf, filled(tf, scan.reverse() ? tf.reverse(x, 1) : x, time), most));
    }
    Unrolling unrolling = Unrolling.of(site, graph, arguments, slices, most);
    List<Value> results = new ArrayList<>();
    for (List<Value> outputs : unrolling.outputs()) {
      results.add(cut(tf, TimeSlices.stack(tf, outputs), time));
    }
    for (List<Value> states : unrolling.states()) {
      results.add(tf.gather(tf.pack(0, states), time, 0));
    }
    return results;
  }

  private Value filled(Tf tf, Value x, Value time) {
    Shape shape = x.shape();
    List<Value> dims = new ArrayList<>();
    for (int i = 0; i < shape.rank(); i++) {
      dims.add(i == 1 ? tf.sub(tf.scalar(most), time) : tf.dim(x, i));
    }
    Value zero = tf.constant(Tensor.zeros(x.dataType(), Shape.SCALAR));
    return tf.concat(1, List.of(x, tf.op(new Fill(), tf.shapeVector(dims), zero)));
  }

  private static Value cut(Tf tf, Value sequence, Value time) {
    Shape shape = sequence.shape();
    List<Value> sizes = new ArrayList<>();
    for (int i = 0; i < shape.rank(); i++) {
      sizes.add(i == 1 ? time : tf.scalar(shape.dim(i)));
    }
    return tf.op(new Slice(), sequence, tf.ints(new int[shape.rank()]), tf.shapeVector(sizes));
  }
}
