package io.github.tfjs4j.pass.tfjs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfjs4j.exec.Interpreter;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.tensor.Tensor;
import java.util.Map;

/// Two graphs on the same inputs.
final class SameOutputs {
  /// States of recurrences are below 1 and round a few times a step.
  private static final double TOLERANCE = 1e-5;

  private SameOutputs() {}

  static void check(Graph given, Graph result, Map<String, Tensor> feeds) {
    Map<String, Tensor> wanted = new Interpreter(given).run(feeds);
    Map<String, Tensor> found = new Interpreter(result).run(feeds);
    assertEquals(wanted.keySet(), found.keySet());
    wanted.forEach((key, w) -> {
      Tensor f = found.get(key);
      assertEquals(w.shape(), f.shape(), key);
      for (int i = 0; i < w.size(); i++) {
        assertEquals(w.get(i), f.get(i), TOLERANCE, key + "[" + i + "] for " + feeds);
      }
    });
  }
}
