package io.github.tfjs4j.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.op.If;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.op.Scan;
import io.github.tfjs4j.pass.rule.FoldConstants;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RewriteFunctionsTest {
  private static final TextForm TEXT = new TextForm(Ops.ALL);

  @Test
  void rulesApplyInsideOfFunctions() {
    Graph graph =
        TEXT.parse(
            """
            function branch {
              function inner {
                input %x: float32[]
                %two = AddV2(1.0, 1.0)
                %y = Mul(%x, %two)
                return %y
              }
              input %x: float32[]
              %three = AddV2(1.0, 2.0)
              %c = Greater(%x, %three)
              %y = StatelessIf(%c, %x) {then_branch=@inner, else_branch=@inner}
              return %y
            }
            input %p: bool[]
            input %x: float32[]
            %y = StatelessIf(%p, %x) {then_branch=@branch, else_branch=@branch}
            return %y
            """);
    Map<String, Integer> applied = new TreeMap<>();
    Graph folded = new Rewrite("fold", new FoldConstants()).run(graph, applied);
    assertEquals(Map.of("FoldConstants", 2), applied);
    If outer = (If) folded.outputs().get("y").op();
    assertSame(outer.thenBranch(), outer.elseBranch());
    assertEquals(
        "Const Greater Placeholder StatelessIf",
        String.join(" ", outer.thenBranch().opCounts().keySet()));
    assertEquals("y", folded.name(folded.outputs().get("y").node()));
  }

  @Test
  void the_step_of_a_recurrence_is_a_function() {
    Graph graph =
        TEXT.parse(
            """
            function step {
              input %x: float32[?, 2]
              input %h: float32[?, 2]
              %two = AddV2(1.0, 1.0)
              %y = Mul(%x, %two)
              %next = AddV2(%y, %h)
              return %next
            }
            input %x: float32[?, ?, 2]
            input %h: float32[?, 2]
            %y = Scan(%x, %h) {step=@step, sequences=1, states=1}
            return %y
            """);
    Map<String, Integer> applied = new TreeMap<>();
    Graph folded = new Rewrite("fold", new FoldConstants()).run(graph, applied);
    assertEquals(Map.of("FoldConstants", 1), applied);
    Scan scan = (Scan) folded.outputs().get("y").op();
    assertEquals("AddV2 Const Mul Placeholder", String.join(" ", scan.step().opCounts().keySet()));
    assertEquals("Scan", scan.label());
  }
}
