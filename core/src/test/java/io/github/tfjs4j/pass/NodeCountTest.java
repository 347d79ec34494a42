package io.github.tfjs4j.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.Pipelines;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.graph.Verifier;
import io.github.tfjs4j.keras.layer.GoldenCase;
import io.github.tfjs4j.op.Ops;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every model without recurrent layers, optimised for TF.js, gives the numbers that its maker saw,
/// in at most as many compute nodes as the original converter makes of it.
class NodeCountTest {
  private static final JsonMapper JSON = new JsonMapper();

  /// What costs nothing to run, as conformance/README.md has it.
  private static final Set<String> FREE =
      Set.of("Const", "Placeholder", "Identity", "NoOp", "Reshape", "Squeeze", "ExpandDims");

  static Stream<GoldenCase> cases() {
    return Stream.of("layers", "layers-more", "keras")
        .flatMap(GoldenCase::all)
        .filter(c -> !c.isRecurrent() && c.hasWeights());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void optimised_model_is_right_and_no_larger_than_the_originals(GoldenCase c) {
    Graph graph = optimised(c.lowered());
    c.check(graph);
    OptionalInt theirs = originalNodes(c);
    assertTrue(
        theirs.isEmpty() || computeNodes(graph) <= theirs.getAsInt(),
        () ->
            theirs
                + " compute nodes in the original's, here "
                + new TextForm(Ops.ALL).print(graph));
  }

  @Test
  void there_are_originals_to_compare_with() {
    long compared = cases().filter(c -> originalNodes(c).isPresent()).count();
    assertTrue(compared > 100, () -> "only " + compared);
  }

  /// What the original converter made, where its model gives the right numbers.
  private static OptionalInt originalNodes(GoldenCase c) {
    Path kind = c.folder().getParent();
    Path one = c.folder().resolve("original.json");
    if (Files.exists(one)) {
      JsonNode original = JSON.readTree(one.toFile());
      return nodes(
          original.path("keras -> tfjs_graph_model"),
          original.path("predict() of the GraphModel in TF.js"));
    }
    if (!kind.getFileName().toString().equals("layers")) {
      return OptionalInt.empty();
    }
    String name = c.folder().getFileName().toString();
    JsonNode original =
        JSON.readTree(kind.resolveSibling("layers-original.json").toFile()).path(name);
    return nodes(original, original.path("result"));
  }

  private static OptionalInt nodes(JsonNode original, JsonNode result) {
    return result.asString("").equals("correct")
        ? OptionalInt.of(original.path("computeNodes").intValue())
        : OptionalInt.empty();
  }

  private static Graph optimised(Graph graph) {
    return Pipelines.tfjs()
        .pipeline()
        .run(graph, (_, after) -> Verifier.verify(after, Ops.EXPORTABLE))
        .graph();
  }

  static long computeNodes(Graph graph) {
    return graph.nodes().stream().filter(n -> !FREE.contains(n.op().name())).count();
  }

  @Test
  void every_pass_leaves_nothing_to_do_for_itself() {
    List<Pass> passes = Pipelines.tfjs().passes();
    GoldenCase.all("layers")
        .filter(c -> !c.isRecurrent() && c.hasWeights())
        .forEach(c -> {
          Graph once = optimised(c.lowered());
          Graph twice = new Pipeline(passes).run(once).graph();
          assertEquals(RuleContract.structure(once), RuleContract.structure(twice), c.toString());
        });
  }
}
