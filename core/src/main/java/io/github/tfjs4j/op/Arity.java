package io.github.tfjs4j.op;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.graph.Value;
import java.util.List;

/// How many inputs an op takes. Files may name any number.
final class Arity {
  private Arity() {}

  static void exactly(Op op, List<Value> inputs, int count) {
    if (inputs.size() != count) {
      throw new ShapeException(
          op.name() + " takes " + count + " inputs, but there are " + inputs.size());
    }
  }

  static void atLeast(Op op, List<Value> inputs, int count) {
    if (inputs.size() < count) {
      throw new ShapeException(
          op.name() + " takes at least " + count + " inputs, but there are " + inputs.size());
    }
  }
}
