package io.github.tfjs4j.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.Node;
import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.op.Unary;
import io.github.tfjs4j.tensor.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RewriteTest {
  private static final TextForm TEXT = new TextForm(Ops.ALL);

  /// `Tanh(x) -> Relu(x)`, which no true rule does.
  private static final Rule TANH_TO_RELU = replace(Unary.F.TANH, Unary.F.RELU);

  private static Rule replace(Unary.F from, Unary.F to) {
    return new Rule() {
      @Override
      public Optional<io.github.tfjs4j.graph.Value> apply(Site site) {
        return site.op().equals(new Unary(from))
            ? Optional.of(site.tf().unary(to, site.moved(site.input(0))))
            : Optional.empty();
      }

      @Override
      public String name() {
        return from + "To" + to;
      }
    };
  }

  private static Graph graph() {
    return TEXT.parse(
        """
        input %x as "the input": float32[?]
        %a = Tanh(%x)
        %b = Sinh(%a)
        %unused = Exp(%b)
        return "first": %a, "second": %b
        """);
  }

  @Test
  void names_and_signature_stay_and_rules_are_counted() {
    Map<String, Integer> applied = new TreeMap<>();
    Graph result = new Rewrite("test", TANH_TO_RELU).run(graph(), applied);
    assertEquals(Map.of("TANHToRELU", 1), applied);
    assertEquals(List.of("the input"), List.copyOf(result.inputs().keySet()));
    Node first = result.outputs().get("first").node();
    assertEquals("Relu", first.op().name());
    assertEquals("a", result.name(first));
    assertEquals("b", result.name(result.outputs().get("second").node()));
    assertEquals(3, result.nodes().size());
  }

  @Test
  void a_simplified_graph_that_no_rule_applies_to_is_given_back_itself() {
    Graph simple = new Rewrite("simplify").run(graph());
    assertTrue(simple.isSimplified());
    Rule builds =
        site -> {
          site.node().inputs().forEach(in -> site.tf().unary(Unary.F.NEG, site.moved(in)));
          return Optional.empty();
        };
    assertSame(simple, new Rewrite("none", replace(Unary.F.RELU, Unary.F.TANH)).run(simple));
    assertEquals(TEXT.print(simple), TEXT.print(new Rewrite("builds", builds).run(simple)));
    assertNotSame(simple, new Rewrite("some", TANH_TO_RELU).run(simple));
  }

  @Test
  void rules_that_undo_each_other_are_an_error() {
    Rewrite endless = new Rewrite("endless", TANH_TO_RELU, replace(Unary.F.RELU, Unary.F.TANH));
    assertThrows(IllegalStateException.class, () -> endless.run(graph()));
  }

  @Test
  void a_replacement_of_another_type_is_an_error() {
    Rule wrong =
        site ->
            site.op().equals(new Unary(Unary.F.TANH))
                ? Optional.of(site.tf().cast(site.moved(site.input(0)), DataType.INT32))
                : Optional.empty();
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> new Rewrite("wrong", wrong).run(graph()));
    assertTrue(e.getMessage().contains("a (Tanh)"), e::getMessage);
  }

  @Test
  void a_pipeline_records_its_steps_and_shows_each_graph() {
    List<String> seen = new ArrayList<>();
    Pipeline.Run run =
        new Pipeline(List.of(new Rewrite("one", TANH_TO_RELU), new Rewrite("two")))
            .run(graph(), (pass, after) -> seen.add(pass.name() + " " + after.nodes().size()));
    assertEquals(List.of("one 3", "two 3"), seen);
    assertEquals(3, run.graph().nodes().size());
    Pipeline.PassRun one = run.steps().getFirst();
    assertEquals("one", one.pass());
    assertEquals(Map.of("TANHToRELU", 1), one.applied());
    assertTrue(
        one.toString().matches("one: \\d+ -> 3 nodes in \\d+\\.\\d ms, TANHToRELU 1"),
        one::toString);
  }
}
