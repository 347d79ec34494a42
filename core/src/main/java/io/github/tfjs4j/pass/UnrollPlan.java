package io.github.tfjs4j.pass;

import java.util.OptionalInt;

/// How recurrences become ops that TF.js has. A loop is a small graph, but TF.js runs it in
/// `executeAsync` alone, and slowly.
///
/// @param known whether a recurrence of a known number of time steps becomes that many copies of
///   its step; else it becomes a loop
/// @param most where the number is unknown: the largest one that the graph must be right for, which
///   is as many copies; empty for a loop
public record UnrollPlan(boolean known, OptionalInt most) {
  public static final UnrollPlan DEFAULT = new UnrollPlan(true, OptionalInt.empty());

  public UnrollPlan {
    if (most.isPresent() && most.getAsInt() < 1) {
      throw new IllegalArgumentException("a longest sequence has 1 step or more, not " + most);
    }
  }

  public UnrollPlan withMost(int steps) {
    return new UnrollPlan(known, OptionalInt.of(steps));
  }

  public UnrollPlan withKnown(boolean unrolled) {
    return new UnrollPlan(unrolled, most);
  }
}
