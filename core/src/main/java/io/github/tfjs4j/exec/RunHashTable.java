package io.github.tfjs4j.exec;

import io.github.tfjs4j.op.HashTable;
import io.github.tfjs4j.tensor.Tensor;
import java.util.List;

/// Finds a table of the model.
final class RunHashTable {
  private RunHashTable() {}

  static List<Tensor> run(HashTable op, List<Tensor> inputs, Run run) {
    return List.of(Tensor.of(run.resources().table(op)));
  }
}
