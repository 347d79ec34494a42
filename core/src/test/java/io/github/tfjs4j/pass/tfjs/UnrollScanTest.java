package io.github.tfjs4j.pass.tfjs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.LimitException;
import io.github.tfjs4j.Pipelines;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.graph.Verifier;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.pass.RuleContract;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UnrollScanTest {
  static Stream<Cells.Cell> cells() {
    return Stream.of(
        Cells.SIMPLE_RNN,
        Cells.lstm(false),
        Cells.lstm(true),
        Cells.gru(false),
        Cells.gru(true),
        Cells.GRU_RESET_AFTER);
  }

  @ParameterizedTest
  @MethodSource("cells")
  void computes_what_the_recurrence_does(Cells.Cell cell) {
    for (int steps : new int[] {0, 1, 2, 7, 9, 17}) {
      for (boolean reverse : new boolean[] {false, true}) {
        for (boolean zero : new boolean[] {false, true}) {
          Graph given = cell.model(steps, reverse, zero);
          Graph result = expanded(given);
          Verifier.verify(result, Ops.EXPORTABLE);
          RuleContract.assertSameNumbers(given, result);
        }
      }
    }
  }

  @Test
  void a_step_has_few_nodes() {
    assertEquals("{ConcatV2=1, Tanh=1, _FusedMatMul=1}", step(Cells.SIMPLE_RNN));
    assertEquals(
        "{ConcatV2=1, FusedBatchNormV3=1, Mul=2, Split=1, Tanh=1, _FusedMatMul=1}",
        step(Cells.lstm(false)));
    assertEquals(
        "{ConcatV2=1, FusedBatchNormV3=3, Split=1, Tanh=1, _FusedMatMul=2}",
        step(Cells.lstm(true)));
    assertEquals(
        "{ConcatV2=2, FusedBatchNormV3=1, Mul=1, Split=1, Tanh=1, _FusedMatMul=2}",
        step(Cells.gru(false)));
    assertEquals(
        "{ConcatV2=2, FusedBatchNormV3=2, Split=1, Tanh=1, _FusedMatMul=2}", step(Cells.gru(true)));
    assertEquals(
        "{ConcatV2=1, FusedBatchNormV3=2, Split=1, Tanh=1, _FusedMatMul=3}",
        step(Cells.GRU_RESET_AFTER));
  }

  @Test
  void more_steps_than_a_graph_may_have_nodes_are_refused() {
    for (int steps : new int[] {65_535, 1_000_000, Integer.MAX_VALUE}) {
      LimitException e =
          assertThrows(LimitException.class, () -> expanded(Cells.lstm(false).model(steps, false)));
      assertTrue(e.getMessage().contains("--unroll=never"), e.getMessage());
      assertTrue(e.getMessage().contains(steps + " time steps"), e.getMessage());
    }
  }

  private static Graph expanded(Graph given) {
    return Pipelines.tfjs()
        .pipeline()
        .run(
            given,
            (_, g) -> Verifier.verify(g, new io.github.tfjs4j.graph.Stage("any", _ -> true, true)))
        .graph();
  }

  /// What 7 steps have more than 6, by op.
  private static String step(Cells.Cell cell) {
    Graph seven = expanded(cell.model(7, false));
    Map<String, Long> more = new TreeMap<>(seven.opCounts());
    expanded(cell.model(6, false)).opCounts().forEach((op, n) -> more.merge(op, -n, Long::sum));
    more.values().removeIf(n -> n == 0);
    if (Boolean.getBoolean("print")) {
      System.out.println(new TextForm(Ops.ALL).print(expanded(cell.model(2, false))));
    }
    return more.toString();
  }

  @Test
  void more_steps_than_the_budget_allows_are_refused_before_they_are_copied() {
    Graph given = Cells.lstm(false).model(Integer.MAX_VALUE, false);
    String message =
        assertThrows(LimitException.class, () -> Pipelines.tfjs().pipeline().run(given))
            .getMessage();
    assertTrue(message.contains("--max_nodes"), message);
  }
}
