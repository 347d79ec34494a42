package io.github.tfjs4j.exec;

import io.github.tfjs4j.op.LogSoftmax;
import io.github.tfjs4j.op.OpExample;
import io.github.tfjs4j.op.Reduce;
import io.github.tfjs4j.op.Softmax;
import io.github.tfjs4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Examples of ops that make one number of many, over every choice of axes.
final class ReduceExamples {
  private ReduceExamples() {}

  static List<OpExample> all() {
    List<OpExample> all = new ArrayList<>();
    for (int[] dims :
        new int[][] {{7}, {3, 700}, {700, 3}, {2, 5, 1, 11}, {3, 4, 5, 2, 2}, {1, 1, 1}}) {
      for (Tensor x : List.of(KernelExamples.floats(dims), KernelExamples.hard(dims))) {
        for (int chosen = 0; chosen < 1 << dims.length; chosen++) {
          int set = chosen;
          int[] axes = IntStream.range(0, dims.length).filter(i -> (set >> i & 1) != 0).toArray();
          for (Reduce.F f : Reduce.F.values()) {
            if (f != Reduce.F.ALL && f != Reduce.F.ANY) {
              all.add(OpExample.with(new Reduce(f, set % 2 == 0), 1, x, Tensor.ints(axes)));
            }
          }
        }
        all.add(OpExample.of(new Softmax(), x));
        all.add(OpExample.of(new LogSoftmax(), x));
      }
    }
    return all;
  }
}
