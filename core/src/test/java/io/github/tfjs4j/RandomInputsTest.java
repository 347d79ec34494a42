package io.github.tfjs4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tfjs4j.Verification.Interval;
import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RandomInputsTest {
  private static final GraphModel MODEL =
      GraphModel.of(
          new TextForm(Ops.ALL)
              .parse(
                  """
                  input %x: float32[?, 3]
                  input %ids: int32[?]
                  input %flag: bool[4]
                  %table = Const float32[2, 1] {1.0, 2.0}
                  %axis = Const int32[] {0}
                  %found = GatherV2(%table, %ids, %axis) {batch_dims=0}
                  return %x, %found, %flag
                  """));

  private static Map<String, Tensor> inputs(RandomInputs random) {
    return random.of(MODEL, Map.of());
  }

  /// The numbers of the generator in JavaScript, printed by Node.
  @Test
  void they_are_mulberry32s() {
    assertArrayEquals(
        new float[] {0.20220745f, -0.10341889f, 0.7049316f},
        inputs(new RandomInputs(42)).get("x").floats());
  }

  @Test
  void each_input_has_a_seed_of_its_own() {
    assertArrayEquals(
        new int[] {1, 0, 1, 0, 0, 1, 0, 0},
        inputs(new RandomInputs(42, 8, Map.of(), Map.of())).get("ids").ints());
    assertArrayEquals(
        new int[] {4, -3, 0, -5, -5, 2, -5, -5},
        inputs(new RandomInputs(42, 8, Map.of(), Map.of("ids", new Interval(-5, 5))))
            .get("ids")
            .ints());
    assertArrayEquals(new byte[] {0, 1, 1, 0}, inputs(new RandomInputs(42)).get("flag").bools());
  }

  @Test
  void given_ones_are_kept_and_shapes_filled_in() {
    Tensor given = Tensor.of(new float[] {1, 2, 3}, 1, 3);
    Map<String, Tensor> inputs =
        new RandomInputs(1, 5, Map.of("ids", Shape.of(2)), Map.of()).of(MODEL, Map.of("x", given));
    assertEquals(List.of("x", "ids", "flag"), List.copyOf(inputs.keySet()));
    assertEquals(given, inputs.get("x"));
    assertEquals(Shape.of(2), inputs.get("ids").shape());
    assertEquals(
        Shape.of(5, 3), inputs(new RandomInputs(1, 5, Map.of(), Map.of())).get("x").shape());
  }

  @Test
  void what_cannot_be_made_up_is_refused() {
    GraphModel strings =
        GraphModel.of(new TextForm(Ops.ALL).parse("input %s: string[]\nreturn %s"));
    assertThrows(UnsupportedModelException.class, () -> new RandomInputs(1).of(strings, Map.of()));
    assertThrows(
        LimitException.class,
        () -> inputs(new RandomInputs(1, Integer.MAX_VALUE, Map.of(), Map.of())));
  }
}
