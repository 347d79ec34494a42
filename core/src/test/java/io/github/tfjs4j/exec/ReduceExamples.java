package io.github.tfjs4j.exec;

import io.github.tfjs4j.op.AddN;
import io.github.tfjs4j.op.ArgReduce;
import io.github.tfjs4j.op.Cumulative;
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
        for (int axis = 0; axis < dims.length; axis++) {
          for (int options = 0; options < 4; options++) {
            for (Cumulative.F f : Cumulative.F.values()) {
              Cumulative op = new Cumulative(f, options % 2 == 1, options / 2 == 1);
              all.add(OpExample.with(op, 1, x, Tensor.scalar(axis)));
            }
          }
          for (ArgReduce.F f : ArgReduce.F.values()) {
            all.add(OpExample.with(new ArgReduce(f), 1, x, Tensor.scalar(axis)));
          }
        }
        all.add(OpExample.of(new AddN(), x, x, KernelExamples.floats(dims)));
        all.add(OpExample.of(new Softmax(), x));
        all.add(OpExample.of(new LogSoftmax(), x));
      }
    }
    return all;
  }
}
