package io.github.tfjs4j.graph;

import java.util.ArrayList;
import java.util.List;

/// One axis of a value.
///
/// @param axis not negative
public record Axis(Value value, int axis) {
  /// The axis of an input as a list of one; empty where the input is not known to have it.
  public static List<Axis> of(Node node, int input, int axis) {
    Value in = node.input(input);
    return in.shape().hasRank() && axis < in.shape().rank()
        ? List.of(new Axis(in, axis))
        : List.of();
  }

  /// The axes that axis `axis` of a result comes from when all inputs are broadcast: those of
  /// inputs whose length is not 1 there. None where the rank of an input is unknown.
  public static List<Axis> broadcast(Node node, int axis) {
    int fromEnd = node.out().shape().rank() - axis;
    List<Axis> axes = new ArrayList<>();
    for (Value in : node.inputs()) {
      if (!in.shape().hasRank()) {
        return List.of();
      }
      int own = in.shape().rank() - fromEnd;
      if (own >= 0 && in.shape().dim(own) != 1) {
        axes.add(new Axis(in, own));
      }
    }
    return axes;
  }
}
