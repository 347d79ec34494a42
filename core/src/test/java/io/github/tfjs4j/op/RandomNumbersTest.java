package io.github.tfjs4j.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.LimitException;
import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.exec.Interpreter;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RandomNumbersTest {
  private static Tensor draw(RandomNumbers.F f, long seed, Tensor... inputs) {
    boolean ints = f == RandomNumbers.F.UNIFORM_INT || f == RandomNumbers.F.MULTINOMIAL;
    DataType type = ints ? DataType.INT32 : DataType.FLOAT;
    return new RandomNumbers(f, type, seed, 0).evaluate(List.of(inputs)).getFirst();
  }

  // ---- what TF.js 4.22.0 draws ----

  @Test
  void a_seed_gives_the_normal_numbers_of_tfjs() {
    assertArrayEquals(
        new float[] {
          1.9053093f, 0.47744656f, 0.4454464f, -0.3878584f, 0.070178375f, 0.5103761f, -0.41829363f
        },
        draw(RandomNumbers.F.NORMAL, 42, Tensor.ints(7)).floats());
    assertArrayEquals(
        new float[] {-0.021410726f, 1.2419635f, 0.5789015f},
        draw(RandomNumbers.F.NORMAL, Long.MAX_VALUE, Tensor.ints(3)).floats());
    assertArrayEquals(
        new float[] {0.660625f, 0.2777874f, -1.5066625f},
        draw(RandomNumbers.F.NORMAL, -5, Tensor.ints(3)).floats());
  }

  @Test
  void a_seed_gives_the_truncated_numbers_of_tfjs() {
    float[] found = draw(RandomNumbers.F.TRUNCATED_NORMAL, 3, Tensor.ints(40)).floats();
    assertEquals(-1.5976809f, found[0]);
    assertEquals(1.8343902f, found[9]);
    assertEquals(0.3062646f, found[39]);
  }

  @Test
  void a_seed_gives_the_uniform_numbers_of_tfjs() {
    assertArrayEquals(
        new float[] {0.6848635f, 0.5463245f, 0.84559333f, 0.19908552f, 0.5637381f},
        draw(RandomNumbers.F.UNIFORM, 42, Tensor.ints(5)).floats());
  }

  @Test
  void a_seed_gives_the_classes_of_tfjs_row_by_row() {
    Tensor logits = Tensor.of(new float[] {0.1f, 2, -1, 3, 0, 0}, 2, 3);
    assertArrayEquals(
        new int[] {1, 1, 1, 1, 1, 2, 0, 1, 0, 0, 0, 0, 0, 2, 0, 0},
        draw(RandomNumbers.F.MULTINOMIAL, 42, logits, Tensor.scalar(8)).ints());
  }

  // ---- distributions ----

  private static double mean(Tensor t, int power) {
    double sum = 0;
    for (int i = 0; i < t.size(); i++) {
      sum += Math.pow(t.get(i), power);
    }
    return sum / t.size();
  }

  /// Moments lie within eight deviations of what is expected of 40 000 numbers.
  @Test
  void numbers_without_a_seed_are_distributed_as_they_should() {
    Tensor n = Tensor.ints(200, 200);
    Tensor normal = draw(RandomNumbers.F.NORMAL, 0, n);
    assertEquals(0, mean(normal, 1), 0.04);
    assertEquals(1, mean(normal, 2), 0.06);
    Tensor truncated = draw(RandomNumbers.F.TRUNCATED_NORMAL, 0, n);
    assertEquals(0, mean(truncated, 1), 0.04);
    assertEquals(0.774, mean(truncated, 2), 0.04);
    for (float v : truncated.floats()) {
      assertTrue(Math.abs(v) <= 2);
    }
    Tensor uniform = draw(RandomNumbers.F.UNIFORM, 0, n);
    assertEquals(0.5, mean(uniform, 1), 0.012);
    assertEquals(1 / 3.0, mean(uniform, 2), 0.012);
    Tensor ints = draw(RandomNumbers.F.UNIFORM_INT, 0, n, Tensor.scalar(-1), Tensor.scalar(2));
    assertEquals(0, mean(ints, 1), 0.034);
    assertEquals(2 / 3.0, mean(ints, 2), 0.02);
    float[] logits = {(float) Math.log(0.5), (float) Math.log(0.3), (float) Math.log(0.2)};
    Tensor classes =
        draw(RandomNumbers.F.MULTINOMIAL, 0, Tensor.of(logits, 3), Tensor.scalar(40_000));
    assertEquals(0.7, mean(classes, 1), 0.032);
  }

  private static Graph graph(String op) {
    return ControlExamples.graph("%x = " + op + "\nreturn %x");
  }

  @Test
  void a_model_draws_other_numbers_at_every_call_unless_it_has_a_seed() {
    Interpreter without = new Interpreter(graph("RandomUniform([8])"));
    assertFalse(without.run(Map.of()).get("x").sameBits(without.run(Map.of()).get("x")));
    Interpreter with = new Interpreter(graph("RandomUniform([8]){seed=3}"));
    assertTrue(with.run(Map.of()).get("x").sameBits(with.run(Map.of()).get("x")));
  }

  @Test
  void more_than_fits_is_refused_before_it_is_drawn() {
    Interpreter huge = new Interpreter(graph("RandomStandardNormal([50000, 50000])"));
    assertThrows(LimitException.class, () -> huge.run(Map.of()));
  }

  @Test
  void types_that_are_not_drawn_are_refused() {
    assertThrows(
        UnsupportedModelException.class,
        () -> new RandomNumbers(RandomNumbers.F.UNIFORM, DataType.INT32, 0, 0));
  }
}
