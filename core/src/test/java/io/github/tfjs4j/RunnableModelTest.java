package io.github.tfjs4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tfjs4j.exec.Prediction;
import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunnableModelTest {
  /// A running sum; the first call starts from 100.
  private static final RunnableModel SUM =
      new RunnableModel(
          new TextForm(Ops.ALL)
              .parse(
                  """
                  input %x: float32[2]
                  %start = Const float32[2] {100.0, 100.0}
                  %before = PlaceholderWithDefault(%start) {dtype=DT_FLOAT, shape=shape[2]}
                  %after = AddV2(%x, %before)
                  %y = Neg(%after)
                  state "sum": %before, %after
                  return %y
                  """));

  private static Tensor floats(float... values) {
    return Tensor.floats(values);
  }

  private static void assertFloats(Tensor actual, float... expected) {
    assertArrayEquals(expected, actual.floats());
  }

  @Test
  void a_call_continues_from_the_states_of_another() {
    assertEquals(List.of("sum"), List.copyOf(SUM.states().keySet()));
    Prediction first = SUM.run(Map.of("x", floats(1, 2)), Map.of());
    assertFloats(first.outputs().get("y"), -101, -102);
    Prediction second = SUM.run(Map.of("x", floats(1, 2)), first.states());
    assertFloats(second.outputs().get("y"), -102, -104);
    assertFloats(second.states().get("sum"), 102, 104);
  }

  @Test
  void a_call_without_states_starts_anew() {
    assertFloats(SUM.run(Map.of("x", floats(1, 2))).get("y"), -101, -102);
    assertFloats(SUM.run(Map.of("x", floats(1, 2))).get("y"), -101, -102);
  }

  @Test
  void states_that_do_not_fit_are_named() {
    Map<String, Tensor> x = Map.of("x", floats(1, 2));
    ShapeException other =
        assertThrows(ShapeException.class, () -> SUM.run(x, Map.of("total", floats(1, 2))));
    assertEquals("the model has no state 'total', its states are [sum]", other.getMessage());
    ShapeException shape =
        assertThrows(ShapeException.class, () -> SUM.run(x, Map.of("sum", floats(1, 2, 3))));
    assertEquals("state 'sum' takes float32[2], given is float32[3]", shape.getMessage());
    ShapeException missing = assertThrows(ShapeException.class, () -> SUM.run(Map.of(), Map.of()));
    assertEquals("input 'x' of type float32[2] has not been given", missing.getMessage());
  }
}
