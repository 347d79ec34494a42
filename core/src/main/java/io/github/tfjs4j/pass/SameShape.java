package io.github.tfjs4j.pass;

import io.github.tfjs4j.graph.Axis;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whether values have the same shape whatever the model is fed, although parts of it, such as the
/// batch, are unknown: each unknown length is traced to the node and axis that it comes from, and
/// equal origins are equal lengths. One tracer remembers what it has found, for one graph.
public final class SameShape {
  /// Values of which both operands have to be traced lie at most this deep in each other; what lies
  /// deeper counts as an origin of its own.
  private static final int DEEPEST = 400;

  private final Map<Axis, Axis> origins = new HashMap<>();
  private int depth;

  /// Whether `a` and `b` surely have the same shape.
  public boolean surely(Value a, Value b) {
    return of(a).isPresent() && of(a).equals(of(b));
  }

  /// Whether two axes surely have the same length.
  public boolean surely(Axis a, Axis b) {
    return length(a).equals(length(b));
  }

  /// Where the length of an axis comes from: itself, or an axis of something that it is made of.
  public Axis source(Axis axis) {
    return origin(axis);
  }

  private Object length(Axis axis) {
    Shape shape = axis.value().shape();
    return shape.isKnown(axis.axis()) ? (Object) shape.dim(axis.axis()) : origin(axis);
  }

  /// What values surely have in common that are of one shape: for each axis its length or, where
  /// that is unknown, the axis from which it comes. Empty where the rank is unknown.
  public Optional<List<Object>> of(Value v) {
    Shape shape = v.shape();
    if (!shape.hasRank()) {
      return Optional.empty();
    }
    List<Object> axes = new ArrayList<>(shape.rank());
    for (int i = 0; i < shape.rank(); i++) {
      axes.add(length(new Axis(v, i)));
    }
    return Optional.of(axes);
  }

  private Axis origin(Axis axis) {
    Axis known = origins.get(axis);
    if (known != null) {
      return known;
    }
    Axis at = axis;
    depth++;
    for (Optional<Axis> next = step(at); next.isPresent(); next = step(at)) {
      at = next.get();
      known = origins.get(at);
      if (known != null) {
        at = known;
        break;
      }
    }
    depth--;
    origins.put(axis, at);
    return at;
  }

  /// One node up, where the length of this axis is surely that of an axis of an input. Several
  /// inputs must agree.
  private Optional<Axis> step(Axis at) {
    List<Axis> from = at.value().node().op().sameLength(at.value().node(), at.axis());
    if (from.isEmpty() || (from.size() > 1 && depth > DEEPEST)) {
      return Optional.empty();
    }
    Axis first = from.getFirst();
    for (Axis other : from.subList(1, from.size())) {
      if (!origin(other).equals(origin(first))) {
        return Optional.empty();
      }
    }
    return Optional.of(first);
  }
}
