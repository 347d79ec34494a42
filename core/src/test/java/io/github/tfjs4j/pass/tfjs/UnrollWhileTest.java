package io.github.tfjs4j.pass.tfjs;

import static io.github.tfjs4j.pass.RuleContract.rules;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.pass.Rewrite;
import io.github.tfjs4j.pass.RuleContract;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class UnrollWhileTest {
  private static final RuleContract.Rules RULES = rules(new UnrollWhile());

  private static String graph(String first, String step) {
    return """
    function below {
      input %i: int32[]
      input %x: float32[2]
      %three = Const int32[] {3}
      %less = Less(%i, %three)
      return %less
    }
    function next {
      input %i: int32[]
      input %x: float32[2]
      %step = Const int32[] {STEP}
      %j = AddV2(%i, %step)
      %f = Cast(%i) {DstT=DT_FLOAT}
      %y = Mul(%x, %f)
      return %j, %y
    }
    input %x: float32[2]
    FIRST
    %loop = StatelessWhile(%i, %x) {cond=@below, body=@next}
    %out = Tanh(%loop:1)
    return %out
    """
        .replace("FIRST", first)
        .replace("STEP", step);
  }

  @Test
  void a_known_number_of_rounds_becomes_as_many_copies() {
    RULES
        .given(graph("%i = Const int32[] {1}", "1"))
        .becomes(
            """
            input %x: float32[2]
            %one = Const int32[] {1}
            %two = Const int32[] {2}
            %a = Cast(%one) {DstT=DT_FLOAT}
            %b = Mul(%x, %a)
            %c = Cast(%two) {DstT=DT_FLOAT}
            %d = Mul(%b, %c)
            %out = Tanh(%d)
            return %out
            """);
  }

  @Test
  void no_round_at_all_leaves_what_there_is() {
    RULES
        .given(graph("%i = Const int32[] {7}", "1"))
        .becomes(
            """
            input %x: float32[2]
            %out = Tanh(%x)
            return %out
            """);
  }

  @Test
  void an_unknown_number_is_left_alone() {
    assertEquals(Map.of(), applied(graph("input %i: int32[]", "1")));
  }

  @Test
  void so_is_a_loop_that_does_not_end() {
    assertEquals(Map.of(), applied(graph("%i = Const int32[] {1}", "0")));
  }

  private static Map<String, Integer> applied(String text) {
    Map<String, Integer> applied = new TreeMap<>();
    new Rewrite("test", new UnrollWhile()).run(new TextForm(Ops.ALL).parse(text), applied);
    return applied;
  }
}
