package io.github.tfjs4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.pass.UnrollPlan;
import io.github.tfjs4j.tensor.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Verifies a recurrent model that leaves the length of its sequences open, in every form.
class OpenLengthTest {
  @TempDir Path folder;

  private static Path layers(String name) {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(at.resolve("conformance/cases"))) {
      at = at.getParent();
    }
    return at.resolve("conformance/cases/layers").resolve(name);
  }

  private static final Path OPEN = layers("gru_dynamic_time");

  private GraphModel converted(UnrollPlan plan) {
    Converter.convert(
        OPEN,
        folder.resolve("graph"),
        ConvertOptions.DEFAULT.withOptimize(o -> o.withUnroll(plan)));
    return GraphModel.load(folder.resolve("graph"));
  }

  private static List<Integer> lengths(GraphModel graph, Verification.Options options) {
    return Verification.lengths(LayersModel.load(OPEN).running(), graph.running(), options);
  }

  private static void assertEqual(GraphModel graph, int runs) {
    Verification.Result result =
        Verification.run(LayersModel.load(OPEN), graph, Verification.DEFAULT);
    assertEquals(
        runs,
        result.sets().stream()
            .map(s -> s.feeds().values().iterator().next().shape())
            .distinct()
            .count());
    assertEquals(Verification.Verdict.EQUAL, result.verdict(), result::toString);
  }

  @Test
  void a_loop_is_run_over_long_and_short_sequences() {
    GraphModel loop = converted(UnrollPlan.DEFAULT);
    assertEquals(List.of(16, 8, 1), lengths(loop, Verification.DEFAULT));
    assertEqual(loop, 3);
  }

  @Test
  void a_limited_graph_is_run_up_to_its_limit() {
    GraphModel limited = converted(UnrollPlan.DEFAULT.withMost(5));
    assertEquals(List.of(5, 3, 1), lengths(limited, Verification.DEFAULT));
    assertEqual(limited, 3);
  }

  @Test
  void many_steps_that_are_written_out_are_told() {
    assertEquals(List.of(), warnings(5));
    String warning = warnings(2_000).getFirst();
    assertTrue(warning.contains("--unroll=never"), warning);
  }

  private static List<String> warnings(int most) {
    UnrollPlan plan = UnrollPlan.DEFAULT.withMost(most);
    return Converter.explain(OPEN, ConvertOptions.DEFAULT.withOptimize(o -> o.withUnroll(plan)))
        .translation()
        .warnings();
  }

  @Test
  void a_length_that_is_given_is_the_only_one() {
    GraphModel loop = converted(UnrollPlan.DEFAULT);
    String input = loop.inputs().keySet().iterator().next();
    Verification.Options given =
        Verification.DEFAULT.withInputShapes(Map.of(input, Shape.of(2, 7, 3)));
    assertEquals(1, lengths(loop, given).size());
  }

  @Test
  void without_a_recurrence_one_length_will_do() {
    RunnableModel open = LayersModel.load(layers("conv2d_dynamic_hw")).running();
    assertEquals(List.of(16), Verification.lengths(open, open, Verification.DEFAULT));
  }
}
