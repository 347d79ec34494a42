package io.github.tfjs4j.exec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.Pipelines;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Time steps read and write tensors that are used again; nobody sees it.
class RunScanTest {
  /// A step whose results are its arguments, as they are or in another order, and sums of them.
  private static Graph graph(boolean reverse) {
    return new TextForm(Ops.ALL)
        .parse(
            """
            function step {
              input %%x: float32[?, 2]
              input %%m: bool[?, 1]
              input %%g: float32[?, 2]
              input %%h: float32[?, 2]
              input %%c: float32[?, 1]
              input %%w: float32[2, 2]
              %%k = MatMul(%%x, %%w) : float32[?, 2]
              %%s = AddV2(%%k, %%g) : float32[?, 2]
              %%t = Relu(%%s) : float32[?, 2]
              %%n = LogicalNot(%%m) : bool[?, 1]
              return %%x, "sum": %%t, "not": %%n, "g": %%h, "h": %%t, "c": %%c
            }
            input %%x: float32[?, ?, 2]
            input %%m: bool[?, ?, 1]
            input %%g: float32[?, 2]
            input %%h: float32[?, 2]
            input %%c: float32[?, 1]
            %%w = Const float32[2, 2] {1.0, 0.0, 1.0, 1.0}
            %%r = Scan(%%x, %%m, %%g, %%h, %%c, %%w) {step=@step, sequences=2, states=3, reverse=%s, label="RNN"}
            return "x": %%r, "sum": %%r:1, "not": %%r:2, "g": %%r:3, "h": %%r:4, "c": %%r:5
            """
                .formatted(reverse));
  }

  private static Map<String, Tensor> feeds(int batch, int steps) {
    byte[] mask = new byte[batch * steps];
    for (int i = 0; i < mask.length; i += 2) {
      mask[i] = 1;
    }
    return Map.of(
        "x", KernelExamples.floats(batch, steps, 2),
        "m", Tensor.ofBools(mask, Shape.of(batch, steps, 1)),
        "g", KernelExamples.floats(batch, 2),
        "h", KernelExamples.floats(2, batch).reshape(Shape.of(batch, 2)),
        "c", KernelExamples.floats(batch, 1));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void givesWhatTheStepsGiveOneByOne(boolean reverse) {
    Graph graph = graph(reverse);
    Executor executor = new Executor(graph, Pipelines.jvm(), Pipelines.jvmShaped(), 1);
    for (int[] size : new int[][] {{1, 1}, {3, 7}, {3, 0}, {2, 2}, {1, 6}, {3, 7}}) {
      Map<String, Tensor> feeds = feeds(size[0], size[1]);
      Map<String, Tensor> copies =
          Map.of("g", Tensor.of(feeds.get("g").floats(), feeds.get("g").shape()));
      Map<String, Tensor> found = executor.run(feeds, Map.of(), RunLimits.DEFAULT).outputs();
      check(feeds, size[0], size[1], reverse, found);
      check(feeds, size[0], size[1], reverse, new Interpreter(graph).run(feeds));
      assertTrue(feeds.get("g").sameBits(copies.get("g")), "what was fed is as it was");
    }
  }

  private static void check(
      Map<String, Tensor> feeds, int batch, int steps, boolean reverse, Map<String, Tensor> found) {
    assertEquals(Shape.of(batch, steps, 2), found.get("x").shape());
    assertEquals(Shape.of(batch, steps, 1), found.get("not").shape());
    assertTrue(found.get("c").sameBits(feeds.get("c")), "a state that stays");
    for (int b = 0; b < batch; b++) {
      float[] g = row(feeds.get("g"), b);
      float[] h = row(feeds.get("h"), b);
      for (int t = 0; t < steps; t++) {
        int at = b * steps + (reverse ? steps - 1 - t : t);
        float[] x = row(feeds.get("x"), at);
        float[] sum = {Math.max(0, x[0] + x[1] + g[0]), Math.max(0, x[1] + g[1])};
        g = h;
        h = sum;
        int out = b * steps + t;
        assertArrayEquals(x, row(found.get("x"), out));
        assertArrayEquals(sum, row(found.get("sum"), out), 1e-6f);
        assertEquals(1 - feeds.get("m").get(at), found.get("not").get(out));
      }
      assertArrayEquals(g, row(found.get("g"), b), 1e-6f);
      assertArrayEquals(h, row(found.get("h"), b), 1e-6f);
    }
  }

  private static float[] row(Tensor t, int i) {
    return new float[] {(float) t.get(2 * i), (float) t.get(2 * i + 1)};
  }
}
