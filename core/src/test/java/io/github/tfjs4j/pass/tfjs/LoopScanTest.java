package io.github.tfjs4j.pass.tfjs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfjs4j.Pipelines;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.GraphBuilder;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.graph.Value;
import io.github.tfjs4j.graph.Verifier;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.op.Placeholder;
import io.github.tfjs4j.op.Scan;
import io.github.tfjs4j.op.Tf;
import io.github.tfjs4j.op.While;
import io.github.tfjs4j.pass.UnrollPlan;
import io.github.tfjs4j.tensor.DataType;
import io.github.tfjs4j.tensor.Shape;
import io.github.tfjs4j.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
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

  @Test
  void what_nobody_reads_of_a_known_length_is_as_long() {
    Graph all = Cells.lstm(false).model(5, false);
    Map<String, Value> last = new LinkedHashMap<>(all.outputs());
    last.remove("sequence");
    Graph given = Cells.rebuilt(all, GraphBuilder.simplifying(), last.keySet());
    SameOutputs.check(given, looped(given), Map.of("x", Cells.sequences(5)));
  }

  private static Node loop(Graph graph) {
    return graph.nodes().stream().filter(n -> n.op() instanceof While).findFirst().orElseThrow();
  }

  private static Graph looped(Graph given) {
    return Pipelines.tfjs(UnrollPlan.DEFAULT.withKnown(false)).pipeline().run(given).graph();
  }

  /// Of images of any size, whose lengths those of the state tell.
  @Test
  void begins_with_an_empty_sequence_as_large_as_the_state() {
    Graph step =
        new TextForm(Ops.ALL)
            .parse(
                """
                input %x: float32[?, ?, 2]
                input %h: float32[?, ?, 2]
                %y = AddV2(%x, %h)
                return %y, "h": %y
                """);
    GraphBuilder to = GraphBuilder.simplifying();
    Tf tf = new Tf(to);
    Value x = to.named("x", tf.op(new Placeholder(DataType.FLOAT, Shape.of(-1, -1, -1, 2))));
    Value h = to.named("h", tf.op(new Placeholder(DataType.FLOAT, Shape.of(-1, -1, 2))));
    Node scan = to.addNode(new Scan(step, 1, 1, false, "LSTM"), List.of(x, h));
    Graph given =
        to.build(Map.of("x", x, "h", h), Map.of("sequence", scan.out(0), "last", scan.out(1)));
    Graph result = looped(given);
    Tensor film = Tensor.zeros(DataType.FLOAT, Shape.of(2, 3, 5, 2));
    Tensor image = Tensor.zeros(DataType.FLOAT, Shape.of(2, 5, 2));
    SameOutputs.check(given, result, Map.of("x", film, "h", image));
  }
}
