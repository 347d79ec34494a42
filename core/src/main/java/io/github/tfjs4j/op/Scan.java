package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.OpDef;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// A recurrence, whole: `step` is run once for every time step of its sequences, each time on the
/// states that the step before left.
///
/// Inputs: `sequences` values `x_i [B, T, ...]`, `states` initial states, and whatever else the
/// step reads (weights, ...). `step` takes, in this order, `x_i [B, ...]` of the time step, the
/// states and the rest; it gives its outputs `y_j [B, ...]` and then the next states. Results:
/// every output as a sequence `[B, T, ...]` in the order in which the steps ran, then the states
/// after the last step. With `T = 0` the states are the initial ones.
///
/// TensorFlow has no such op: writers expand it, see the pass that does.
///
/// @param step the cell as a graph; equal only to itself
/// @param sequences how many of the inputs run along time
/// @param states how many states there are
/// @param reverse whether the last time step comes first
/// @param label what the recurrence was, `LSTM`: for names and messages
public record Scan(Graph step, int sequences, int states, boolean reverse, String label)
    implements Op {
  static final OpDef<Scan> DEF =
      OpDef.named(
              "Scan",
              Scan.class,
              a ->
                  new Scan(
                      a.function("step"),
                      a.i("sequences", 1),
                      a.i("states", 0),
                      a.b("reverse", false),
                      a.s("label", "Scan")))
          .function("step", Scan::step)
          .i("sequences", Scan::sequences)
          .i("states", Scan::states)
          .b("reverse", Scan::reverse)
          .s("label", Scan::label)
          .notInTfjs();

  public Scan {
    if (sequences < 0
        || states < 0
        || sequences > step.inputs().size() - states
        || states > step.outputs().size()) {
      throw new ShapeException(
          label
              + " has "
              + sequences
              + " sequences and "
              + states
              + " states, but its step takes "
              + step.inputs().size()
              + " values and gives "
              + step.outputs().size());
    }
  }

  @Override
  public String name() {
    return "Scan";
  }

  @Override
  public boolean pure() {
    return !step.hasEffects();
  }

  @Override
  public Map<String, Graph> functions() {
    return Map.of("step", step);
  }

  @Override
  public Scan withFunctions(Map<String, Graph> functions) {
    return new Scan(functions.get("step"), sequences, states, reverse, label);
  }

  /// How many outputs the step gives besides its states.
  public int outputs() {
    return step.outputs().size() - states;
  }

  @Override
  public OptionalLong multiplyAdds(Node node) {
    List<TensorType> types = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      TensorType type = node.input(i).type();
      Shape x = type.shape();
      types.add(
          i < sequences && x.hasRank()
              ? type.withShape(Shape.of(x.dim(0)).concat(x.sub(2, x.rank())))
              : type);
    }
    OptionalLong each = Products.of(step.withInputTypes(types));
    if (each.equals(OptionalLong.of(0))) {
      return each;
    }
    return sequences > 0 && node.input(0).shape().isKnown(1)
        ? Products.times(each, node.input(0).shape().dim(1))
        : OptionalLong.empty();
  }

  /// All that it takes and gives has the same first axis.
  @Override
  public List<Axis> sameLength(Node node, int axis) {
    return axis == 0 && sequences > 0 ? Axis.of(node, 0, 0) : List.of();
  }

  @Override
  public List<TensorType> infer(List<Value> inputs) {
    if (inputs.size() != step.inputs().size()) {
      throw new ShapeException(
          label + " takes " + step.inputs().size() + " inputs, but has " + inputs.size());
    }
    Shape time = Shape.UNKNOWN;
    for (Value x : inputs.subList(0, sequences)) {
      if (x.shape().hasRank()) {
        time = time.merge(x.shape().sub(0, 2));
      }
    }
    if (!time.hasRank()) {
      time = Shape.ofRank(2);
    }
    List<Value> results = List.copyOf(step.outputs().values());
    List<TensorType> types = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      TensorType type = results.get(i).type();
      Shape one = type.shape();
      if (one.hasRank()) {
        one =
            i < outputs()
                ? time.concat(one.sub(1, one.rank()))
                : Shape.of(time.dim(0)).concat(one.sub(1, one.rank()));
      }
      types.add(type.withShape(one));
    }
    return types;
  }
}
