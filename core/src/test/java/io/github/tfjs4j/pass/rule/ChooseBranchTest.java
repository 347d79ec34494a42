package io.github.tfjs4j.pass.rule;

import static io.github.tfjs4j.pass.RuleContract.rules;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfjs4j.graph.Graph;
import io.github.tfjs4j.graph.TextForm;
import io.github.tfjs4j.op.Ops;
import io.github.tfjs4j.pass.Rewrite;
import io.github.tfjs4j.pass.RuleContract;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ChooseBranchTest {
  private static final RuleContract.Rules RULES = rules(new ChooseBranch());

  private static String graph(String condition) {
    return """
    function yes {
      input %v: float32[2]
      %y = Tanh(%v)
      return %y
    }
    function no {
      input %v: float32[2]
      %y = Sigmoid(%v)
      return %y
    }
    input %x: float32[2]
    CONDITION
    %if = StatelessIf(%c, %x) {then_branch=@yes, else_branch=@no}
    return %if
    """
        .replace("CONDITION", condition);
  }

  @Test
  void a_known_condition_chooses() {
    RULES
        .given(graph("%c = Const int32[] {1}"))
        .becomes(
            """
            input %x: float32[2]
            %if = Tanh(%x)
            return %if
            """);
    RULES
        .given(graph("%c = Const int32[] {0}"))
        .becomes(
            """
            input %x: float32[2]
            %if = Sigmoid(%x)
            return %if
            """);
  }

  @Test
  void an_unknown_one_is_left_alone() {
    Map<String, Integer> applied = new TreeMap<>();
    Graph given = new TextForm(Ops.ALL).parse(graph("input %c: int32[]"));
    new Rewrite("test", new ChooseBranch()).run(given, applied);
    assertEquals(Map.of(), applied);
  }
}
