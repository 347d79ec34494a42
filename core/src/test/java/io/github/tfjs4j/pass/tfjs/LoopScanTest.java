package io.github.tfjs4j.pass.tfjs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfjs4j.Pipelines;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.Verifier;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.op.While;
import io.github.tfjs4j.pass.UnrollPlan;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LoopScanTest {
  @ParameterizedTest
  @MethodSource("io.github.tfjs4j.pass.tfjs.UnrollScanTest#cells")
  void computes_what_the_recurrence_does(Cells.Cell cell) {
    for (boolean reverse : new boolean[] {false, true}) {
      Graph given = cell.model(-1, reverse);
      Graph result = looped(given);
      Verifier.verify(result, Ops.EXPORTABLE);
      for (int steps : new int[] {0, 1, 2, 9}) {
        SameOutputs.check(given, result, Map.of("x", Cells.sequences(steps)));
      }
    }
  }

  @Test
  void also_of_a_known_length_if_asked_for() {
    assertEquals(1, looped(Cells.lstm(false).model(5, false)).opCounts().get("StatelessWhile"));
  }

  /// The unused sequence has no variable, and weights none.
  @Test
  void carries_only_what_changes_or_is_fed() {
    Graph all = Cells.lstm(false).model(-1, false);
    Map<String, io.github.tfjs4j.graph.Value> last = new LinkedHashMap<>(all.outputs());
    last.remove("sequence");
    io.github.tfjs4j.graph.GraphBuilder to = io.github.tfjs4j.graph.GraphBuilder.simplifying();
    Graph given = Cells.rebuilt(all, to, last.keySet());
    assertEquals(5, loop(looped(given)).inputs().size());
    assertEquals(6, loop(looped(all)).inputs().size());
  }

  private static Node loop(Graph graph) {
    return graph.nodes().stream().filter(n -> n.op() instanceof While).findFirst().orElseThrow();
  }

  private static Graph looped(Graph given) {
    return Pipelines.tfjs(UnrollPlan.DEFAULT.withKnown(false)).pipeline().run(given).graph();
  }
}
