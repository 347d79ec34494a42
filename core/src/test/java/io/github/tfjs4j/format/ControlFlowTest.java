package io.github.tfjs4j.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.UnsupportedModelException;
import io.github.tfjs4j.exec.Interpreter;
import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.pass.Rewrite;
import io.github.tfjs4j.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Functions in files. What TF.js computes of loops and conditions is in `conformance/cases/ops`.
class ControlFlowTest {
  private static final TfjsGraphFormat FORMAT = new TfjsGraphFormat();
  private static final TextForm TEXT = new TextForm(Ops.ALL);

  /// The body gives both results of one node, one of them twice, and a constant; both functions
  /// have a constant of the same name, which an input of the graph has as well.
  private static final String LOOP =
      """
      function cond {
        input %i: int32[]
        input %a: float32[2]
        input %b: float32[2]
        input %c: float32[2]
        input %x: float32[]
        %w = Const int32[] {3}
        %goes_on = Less(%i, %w)
        return %goes_on
      }
      function body {
        input %i: int32[]
        input %a: float32[2]
        input %b: float32[2]
        input %c: float32[2]
        input %x: float32[]
        %j = AddV2(%i, 1)
        %w = Const float32[2] {0.5, -1.0}
        %sum = AddV2(%a, %w)
        %both = ConcatV2(%sum, %b, 0)
        %s = Split(0, %both) {num_split=2}
        %half = Const float32[] {0.5}
        return %j, "a": %s:1, "b": %s:0, "c": %s:0, %half
      }
      input %w: float32[2]
      %loop = StatelessWhile(0, %w, %w, %w, 2.0) {cond=@cond, body=@body}
      return "b": %loop:2, "a": %loop:1, "c": %loop:3, "x": %loop:4
      """;

  @TempDir Path dir;

  private JsonNode write(TensorFlowModel model) {
    FORMAT.write(model, dir.resolve("out"), WriteOptions.DEFAULT);
    return Folder.json(dir.resolve("out/model.json"));
  }

  private TensorFlowModel back() {
    return FORMAT.read(Source.of(dir.resolve("out")));
  }

  private static void assertSame(Graph a, Graph b, Map<String, Tensor> feeds) {
    Map<String, Tensor> wanted = new Interpreter(a).run(feeds);
    Map<String, Tensor> found = new Interpreter(b).run(feeds);
    assertEquals(List.copyOf(wanted.keySet()), List.copyOf(found.keySet()));
    wanted.forEach(
        (key, t) -> assertTrue(t.sameBits(found.get(key)), () -> key + " should be " + t));
  }

  @Test
  void loopsAreWrittenAsTfjsReadsThem() {
    Graph graph = TEXT.parse(LOOP);
    JsonNode json = write(TensorFlowModel.of(graph));
    JsonNode library = json.at("/modelTopology/library/function");
    assertEquals("loop_body", library.at("/1/signature/name").stringValue());
    assertEquals("loop_cond", library.at("/0/signature/name").stringValue());
    assertEquals(
        "{\"output_0\":\"j:0\",\"output_1\":\"s:1\",\"output_2\":\"Identity:0\",\"output_3\":\"Identity_1:0\",\"output_4\":\"Identity_2:0\"}",
        Folder.text(library.at("/1/ret")));
    assertEquals("{\"output_0\":\"goes_on:0\"}", Folder.text(library.at("/0/ret")));
    assertEquals(
        "{\"T\":{\"list\":{\"type\":[\"DT_INT32\",\"DT_FLOAT\",\"DT_FLOAT\",\"DT_FLOAT\",\"DT_FLOAT\"]}},"
            + "\"output_shapes\":{\"list\":{\"shape\":[{},{\"dim\":[{\"size\":\"2\"}]},{\"dim\":[{\"size\":\"2\"}]},{\"dim\":[{\"size\":\"2\"}]},{}]}},"
            + "\"parallel_iterations\":{\"i\":\"10\"},"
            + "\"cond\":{\"func\":{\"name\":\"loop_cond\"}},\"body\":{\"func\":{\"name\":\"loop_body\"}}}",
        Folder.text(json.at("/modelTopology/node/3/attr")));
    assertSame(graph, back().graph(), Map.of("w", Tensor.floats(1, 2)));
  }

  @Test
  void noNameIsThereTwice() {
    JsonNode json = write(TensorFlowModel.of(TEXT.parse(LOOP)));
    List<String> names = new ArrayList<>();
    json.at("/modelTopology/node").forEach(n -> names.add(n.path("name").stringValue()));
    for (JsonNode f : json.at("/modelTopology/library/function")) {
      f.path("nodeDef").forEach(n -> names.add(n.path("name").stringValue()));
    }
    assertEquals(names.size(), Set.copyOf(names).size(), names::toString);
    Set<String> weights = new TreeSet<>();
    json.at("/weightsManifest/0/weights").forEach(w -> weights.add(w.path("name").stringValue()));
    assertTrue(weights.containsAll(Set.of("loop_body/w", "loop_cond/w")), weights::toString);
    for (JsonNode f : json.at("/modelTopology/library/function")) {
      f.at("/signature/inputArg")
          .forEach(a -> assertFalse(weights.contains(a.path("name").stringValue())));
    }
  }

  @Test
  void whatIsUnchangedIsWrittenBackInItsOwnWords() {
    for (String name : List.of("cf_v1_nested_loops", "cf_nested_functions")) {
      Path in = Path.of("../conformance/cases/ops").resolve(name);
      TensorFlowModel model = FORMAT.read(Source.of(in));
      JsonNode before = Folder.json(in.resolve("model.json"));
      JsonNode after = write(model);
      assertEquals(before.path("modelTopology"), after.path("modelTopology"));
      assertEquals(before.path("signature"), after.path("signature"));
      assertEquals(before.at("/weightsManifest/0/weights"), after.at("/weightsManifest/0/weights"));
      // Another graph has words of its own.
      Graph other = new Rewrite("nothing").run(model.graph());
      write(model.withGraph(other));
      assertSame(
          model.graph(),
          back().graph(),
          model.graph().inputs().containsKey("n")
              ? Map.of("x", Tensor.floats(1, 2), "n", Tensor.scalar(2))
              : Map.of("x", Tensor.floats(1, 2)));
    }
  }

  private String unsupported(String... nodes) {
    String json =
        """
        {"format":"graph-model","signature":{"outputs":{"y":{"name":"y"}}},"modelTopology":{"node":[
          {"name":"x","op":"Placeholder","attr":{"dtype":{"type":"DT_FLOAT"},"shape":{"shape":{}}}},
          {"name":"p","op":"Placeholder","attr":{"dtype":{"type":"DT_BOOL"},"shape":{"shape":{}}}},%s]},
         "weightsManifest":[{"paths":["w.bin"],"weights":[]}]}\
        """
            .formatted(String.join(",", nodes));
    Path folder = Folder.model(dir.resolve("in"), json, new byte[0]);
    return assertThrows(UnsupportedModelException.class, () -> FORMAT.read(Source.of(folder)))
        .getMessage();
  }

  private static String node(String name, String op, String... inputs) {
    return "{\"name\":\"%s\",\"op\":\"%s\",\"input\":[\"%s\"]}"
        .formatted(name, op, String.join("\",\"", inputs));
  }

  @Test
  void controlFlowThatIsNoLoopAndNoConditionIsNamed() {
    String oneBranch =
        unsupported(
            node("s", "Switch", "x", "p"), node("a", "Neg", "s:1"), node("y", "Merge", "a", "x"));
    assertTrue(
        oneBranch.contains(
            "a Merge does not join the two branches of one Switch: Merge (1, first 'y')"),
        oneBranch);
    String lost = unsupported(node("s", "Switch", "x", "p"), node("y", "Neg", "s:1"));
    assertTrue(
        lost.contains(
            "only in one branch of a condition, and are needed in both: Neg (1, first 'y')"),
        lost);
    String middle =
        unsupported(
            node("e", "Enter", "x"),
            node("m", "Merge", "e", "n"),
            node("c", "LoopCond", "less"),
            node("less", "Less", "m", "x"),
            node("s", "Switch", "m", "c"),
            node("y", "Neg", "s:1"),
            node("n", "NextIteration", "y"));
    assertTrue(
        middle.contains("an output is read out of the middle of it: Neg (1, first 'y')"), middle);
    String notWhole = unsupported(node("e", "Enter", "x"), node("y", "Exit", "e"));
    assertTrue(
        notWhole.contains(
            "these nodes are no whole loop: Enter (1, first 'e'), Exit (1, first 'y')"),
        notWhole);
    assertTrue(notWhole.endsWith("; convert the model again with --control_flow_v2"), notWhole);
  }
}
