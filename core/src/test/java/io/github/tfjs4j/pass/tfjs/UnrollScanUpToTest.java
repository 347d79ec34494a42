package io.github.tfjs4j.pass.tfjs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tfjs4j.ModelException;
import io.github.tfjs4j.Pipelines;
import io.github.tfjs4j.exec.Interpreter;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Verifier;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.pass.UnrollPlan;
import io.github.tfjs4j.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UnrollScanUpToTest {
  @ParameterizedTest
  @MethodSource("io.github.tfjs4j.pass.tfjs.UnrollScanTest#cells")
  void is_right_for_every_length_up_to_the_most(Cells.Cell cell) {
    for (boolean reverse : new boolean[] {false, true}) {
      Graph given = cell.model(-1, reverse);
      Graph result = upTo(11, given);
      Verifier.verify(result, Ops.EXPORTABLE);
      assertFalse(result.opCounts().containsKey("StatelessWhile"));
      for (int steps : new int[] {0, 1, 2, 10, 11}) {
        SameOutputs.check(given, result, Map.of("x", Cells.sequences(steps)));
      }
    }
  }

  @Test
  void refuses_longer_sequences() {
    Graph result = upTo(3, Cells.SIMPLE_RNN.model(-1, false));
    Map<String, Tensor> longer = Map.of("x", Cells.sequences(5));
    assertThrows(ModelException.class, () -> new Interpreter(result).run(longer));
  }

  @Test
  void leaves_known_lengths_to_the_other_rule() {
    Graph given = Cells.SIMPLE_RNN.model(4, false);
    assertEquals(
        upTo(9, given).opCounts(), Pipelines.tfjs().pipeline().run(given).graph().opCounts());
  }

  private static Graph upTo(int most, Graph given) {
    return Pipelines.tfjs(UnrollPlan.DEFAULT.withMost(most)).pipeline().run(given).graph();
  }
}
