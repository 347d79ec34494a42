package io.github.tfjs4j.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.ShapeException;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Slices against the definition of a slice: the elements that a loop from begin to end meets.
class StridedSliceTest {
  private static final long SEED = 7;

  @Test
  void takesWhatALoopFromBeginToEndMeets() {
    Random random = new Random(SEED);
    for (int round = 0; round < 2000; round++) {
      int length = random.nextInt(7);
      int begin = random.nextInt(19) - 9;
      int end = random.nextInt(19) - 9;
      int stride = random.nextBoolean() ? 1 + random.nextInt(3) : -1 - random.nextInt(3);
      int beginMask = random.nextInt(2);
      int endMask = random.nextInt(2);
      Tensor x = OpExample.ints(length);
      StridedSlice op = new StridedSlice(beginMask, endMask, 0, 0, 0);
      List<Tensor> inputs = List.of(x, Tensor.ints(begin), Tensor.ints(end), Tensor.ints(stride));
      int[] wanted = naive(x.ints(), begin, end, stride, beginMask != 0, endMask != 0);
      Tensor found = op.evaluate(inputs).getFirst();
      String what = "seed " + SEED + ", " + op + " of " + inputs;
      assertTrue(Tensor.ints(wanted).sameBits(found), () -> what + " is " + found);
      assertEquals(found.shape(), infer(op, x.shape(), inputs), what);
      assertTrue(infer(op, Shape.of(-1), inputs).isCompatible(found.shape()), what);
    }
  }

  private static Shape infer(StridedSlice op, Shape shape, List<Tensor> inputs) {
    GraphBuilder to = GraphBuilder.verbatim();
    List<Value> values = new ArrayList<>(List.of(to.add(new Placeholder(DataType.INT32, shape))));
    inputs.subList(1, 4).forEach(t -> values.add(to.add(new Const(t))));
    return to.add(op, values).shape();
  }

  /// As Python's `x[begin:end:stride]`.
  private static int[] naive(
      int[] x, int begin, int end, int stride, boolean fromEdge, boolean toEdge) {
    List<Integer> out = new ArrayList<>();
    int first = fromEdge ? (stride > 0 ? 0 : x.length - 1) : begin < 0 ? begin + x.length : begin;
    int last = toEdge ? (stride > 0 ? x.length : -1) : end < 0 ? end + x.length : end;
    if (stride > 0) {
      for (int i = Math.max(0, first); i < Math.min(last, x.length); i += stride) {
        out.add(x[i]);
      }
    } else {
      for (int i = Math.min(x.length - 1, first); i > Math.max(last, -1); i += stride) {
        out.add(x[i]);
      }
    }
    return out.stream().mapToInt(Integer::intValue).toArray();
  }

  @Test
  void anIndexOutsideIsAnError() {
    StridedSlice op = new StridedSlice(0, 0, 0, 0, 1);
    List<Tensor> inputs =
        List.of(OpExample.ints(3), Tensor.ints(3), Tensor.ints(4), Tensor.ints(1));
    ShapeException e = assertThrows(ShapeException.class, () -> op.evaluate(inputs));
    assertEquals("index 3 is outside of axis 0 of [3]", e.getMessage());
  }
}
