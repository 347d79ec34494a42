package io.github.tfjs4j.pass.tfjs;

import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.op.Compare;
import io.github.tfjs4j.op.Fill;
import io.github.tfjs4j.op.Placeholder;
import io.github.tfjs4j.op.Scan;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.While;
import io.github.tfjs4j.pass.Pipeline;
import io.github.tfjs4j.pass.Rule;
import io.github.tfjs4j.pass.Site;
import io.github.tfjs4j.pass.StepGraph;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A recurrence becomes a loop, which TF.js runs in `executeAsync` alone:
///
///     Scan(x [?, ?, 8], h)  ->  StatelessWhile(0, T, x, h, y [?, 0, 4])
///       cond  t < T
///       body  h' = step(GatherV2(x, t), h);  t + 1, T, x, h', ConcatV2(y, h')
///
/// Constants stand in the body; what else the step reads is a loop variable that stays the same. Of
/// the forms that TF.js 4.22.0 runs right on each backend: a tensor list would lose what no result
/// of the body holds.
public final class LoopScan implements Rule {
  private final Pipeline step;

  /// @param step the passes for the step alone
  public LoopScan(Pipeline step) {
    this.step = step;
  }

  @Override
  public Optional<Value> apply(Site site) {
    return applyToAll(site).map(List::getFirst);
  }

  @Override
  public Optional<List<Value>> applyToAll(Site site) {
    return site.op() instanceof Scan scan && scan.sequences() > 0
        ? Optional.of(new Loop(site, scan, step).build())
        : Optional.empty();
  }

  /// One loop while it is built. Its variables: the number of steps done and of all, what the step
  /// reads (in the order of [StepGraph#open]), then the outputs so far.
  private static final class Loop {
    private static final int FIXED = 2;

    private final Site site;
    private final Scan scan;
    private final Tf outer;
    private final StepGraph step;
    private final List<Value> arguments;
    private final List<Integer> read = new ArrayList<>();
    private final List<Value> first = new ArrayList<>();

    Loop(Site site, Scan scan, Pipeline passes) {
      this.site = site;
      this.scan = scan;
      this.outer = site.tf();
      this.arguments = site.node().inputs().stream().map(site::moved).toList();
      this.step = StepGraph.of(site, scan, arguments, passes);
    }

    List<Value> build() {
      outer.to().from(site.graph().origins(site.node()), step.name());
      Value x = arguments.getFirst();
      first.add(outer.scalar(0));
      first.add(outer.dim(x, 1));
      step.open().forEach(i -> first.add(arguments.get(i)));
      for (int j = 0; j < scan.outputs(); j++) {
        if (isRead(j)) {
          read.add(j);
          first.add(sequence(x, outer.scalar(0), j));
        }
      }
      Graph condition =
          function((tf, v) -> List.of(tf.compare(Compare.F.LESS, v.get(0), v.get(1))));
      Node loop = outer.to().addNode(new While(true, condition, function(this::body)), first);
      List<Value> results = new ArrayList<>();
      for (int j = 0; j < scan.outputs(); j++) {
        int at = read.indexOf(j);
        int variable = FIXED + step.open().size() + at;
        results.add(at < 0 ? sequence(x, outer.dim(x, 1), j) : loop.out(variable));
      }
      for (int k = 0; k < scan.states(); k++) {
        results.add(loop.out(FIXED + step.open().indexOf(scan.sequences() + k)));
      }
      return results;
    }

    private List<Value> body(Tf tf, List<Value> variables) {
      Value time = variables.get(0);
      Value at = scan.reverse() ? tf.sub(tf.sub(variables.get(1), tf.scalar(1)), time) : time;
      List<Value> now = new ArrayList<>(arguments);
      for (int i = 0; i < step.open().size(); i++) {
        int argument = step.open().get(i);
        Value v = variables.get(FIXED + i);
        now.set(argument, argument < scan.sequences() ? tf.gather(v, at, 1) : v);
      }
      List<Value> results = step.call(tf, now);
      List<Value> next = new ArrayList<>(variables);
      next.set(0, tf.add(time, tf.scalar(1)));
      for (int k = 0; k < scan.states(); k++) {
        next.set(
            FIXED + step.open().indexOf(scan.sequences() + k), results.get(scan.outputs() + k));
      }
      for (int i = 0; i < read.size(); i++) {
        int variable = FIXED + step.open().size() + i;
        Value longer = tf.expandDims(results.get(read.get(i)), 1);
        next.set(variable, tf.concat(1, List.of(variables.get(variable), longer)));
      }
      return next;
    }

    private interface Body {
      List<Value> of(Tf tf, List<Value> variables);
    }

    /// A function of the loop variables.
    private Graph function(Body body) {
      GraphBuilder to = GraphBuilder.simplifying(site.graph().budget().meter());
      to.from(Set.of(), step.name() + "/loop");
      Map<String, Value> inputs = new LinkedHashMap<>();
      for (int i = 0; i < first.size(); i++) {
        TensorType type = variable(i);
        String key = "v" + i;
        inputs.put(key, to.named(key, to.add(new Placeholder(type.type(), type.shape()))));
      }
      Map<String, Value> outputs = new LinkedHashMap<>();
      for (Value v : body.of(new Tf(to), List.copyOf(inputs.values()))) {
        outputs.put("r" + outputs.size(), v);
      }
      return to.build(inputs, outputs);
    }

    /// Sequences of outputs grow.
    private TensorType variable(int i) {
      TensorType type = first.get(i).type();
      return i < FIXED + step.open().size()
          ? type
          : type.withShape(type.shape().with(1, Shape.UNKNOWN_DIM));
    }

    private Value result(int j) {
      return List.copyOf(step.body().outputs().values()).get(j);
    }

    /// A sequence `[B, steps, ...]` of zeros such as output `j`, whose open lengths are those of a
    /// state: an empty one to begin with, or a whole one for an output that nobody reads.
    private Value sequence(Value x, Value steps, int j) {
      Value of = result(j);
      List<Value> dims = new ArrayList<>(List.of(outer.dim(x, 0), steps));
      for (int i = 1; i < of.shape().rank(); i++) {
        dims.add(
            of.shape().isKnown(i)
                ? outer.scalar(of.shape().dim(i))
                : outer.dim(like(of).orElseThrow(() -> unknown(of)), i));
      }
      Value zero = outer.constant(Tensor.zeros(of.dataType(), Shape.SCALAR));
      return outer.op(new Fill(), outer.shapeVector(dims), zero);
    }

    /// A state before the first step that is as long as the output: the one that the output is
    /// after a step, or else, where a mask chooses between output and state, one that could be.
    private Optional<Value> like(Value output) {
      Optional<Value> found = Optional.empty();
      for (int k = scan.states() - 1; k >= 0; k--) {
        Value after = result(scan.outputs() + k);
        if (after.equals(output)) {
          return Optional.of(arguments.get(scan.sequences() + k));
        }
        if (after.shape().isCompatible(output.shape())) {
          found = Optional.of(arguments.get(scan.sequences() + k));
        }
      }
      return found;
    }

    private UnsupportedModelException unknown(Value output) {
      return new UnsupportedModelException(
          step.name()
              + " gives sequences of "
              + output.type()
              + ", of which TF.js must know all lengths; give them with --input_shape");
    }

    private boolean isRead(int j) {
      Value output = site.node().out(j);
      return site.graph().outputs().containsValue(output)
          || site.graph().states().values().stream().anyMatch(s -> s.after().equals(output))
          || site.graph().users(site.node()).stream().anyMatch(n -> n.inputs().contains(output));
    }
  }
}
