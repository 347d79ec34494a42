package io.github.tfjs4j.exec;

import io.github.tfjs4j.graph.Op;
import io.github.tfjs4j.op.HashTable;
import io.github.tfjs4j.op.If;
import io.github.tfjs4j.op.RandomNumbers;
import io.github.tfjs4j.op.Scan;
import io.github.tfjs4j.op.While;
import io.github.tfjs4j.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/// How an op runs that is more than a function of its inputs: it calls functions, may not end, or
/// needs what belongs to the run.
///
/// @param type of the op
/// @param body what runs it
record Interpretation<O extends Op>(Class<O> type, Body<O> body) {
  /// Runs an op.
  interface Body<O extends Op> {
    /// @param inputs those that nobody reads afterwards are held by nobody, see [Run#held]
    List<Tensor> run(O op, List<Tensor> inputs, Run run);
  }

  /// All ops that are interpreted; every other one has an evaluation of its own.
  private static final List<Interpretation<?>> ALL =
      List.of(
          new Interpretation<>(While.class, RunWhile::run),
          new Interpretation<>(If.class, RunIf::run),
          new Interpretation<>(Scan.class, RunScan::run),
          new Interpretation<>(RandomNumbers.class, RunRandom::run),
          new Interpretation<>(HashTable.class, RunHashTable::run));

  static Optional<Interpretation<?>> of(Op op) {
    return ALL.stream().filter(i -> i.type.isInstance(op)).findFirst();
  }

  List<Tensor> run(Op op, List<Tensor> inputs, Run run) {
    return body.run(type.cast(op), inputs, run);
  }
}
